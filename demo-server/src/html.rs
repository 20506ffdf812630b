//! A view as HTML, and as the JSON that a page without wasm draws.

use attar::view::{Element, Node};
use serde_json::{Map, Value, json};

/// The node as HTML. Text and attribute values are escaped.
pub fn print(node: &Node) -> String {
    let mut html = String::new();
    write(node, &mut html);
    html
}

fn write(node: &Node, html: &mut String) {
    match node {
        Node::Text(text) => escape(text, html),
        Node::Element(element) => write_element(element, html),
    }
}

fn write_element(element: &Element, html: &mut String) {
    html.push('<');
    html.push_str(element.tag);
    for (name, value) in &element.attributes {
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape(value, html);
        html.push('"');
    }
    html.push('>');
    if element.tag == "img" {
        return;
    }
    element.children.iter().for_each(|child| write(child, html));
    html.push_str("</");
    html.push_str(element.tag);
    html.push('>');
}

/// A text that is to stand in markup, or in an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut html = String::new();
    escape(text, &mut html);
    html
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}

/// The node as JSON: a text is a string, an element an object of tag, attributes and children.
pub fn json(node: &Node) -> Value {
    match node {
        Node::Text(text) => Value::from(text.as_str()),
        Node::Element(element) => {
            let attribute =
                |(name, value): &(&str, String)| ((*name).to_owned(), Value::from(value.as_str()));
            let attributes: Map<String, Value> = element.attributes.iter().map(attribute).collect();
            let children: Vec<Value> = element.children.iter().map(json).collect();
            json!({ "tag": element.tag, "attributes": attributes, "children": children })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let text = Node::Text("<b> & \"c\"".into());
        let attributes = vec![("title", "a\"><script>'".to_owned())];
        let node = Node::Element(Element { tag: "p", attributes, children: vec![text] });
        let html = "<p title=\"a&quot;&gt;&lt;script&gt;&#39;\">&lt;b&gt; &amp; &quot;c&quot;</p>";
        assert_eq!(print(&node), html);
    }

    #[test]
    fn a_view_in_json_is_tags_attributes_and_children() {
        let child =
            Node::Element(Element { tag: "b", attributes: vec![("part", "x".into())], children: vec![] });
        let node = Node::Element(Element {
            tag: "p",
            attributes: vec![],
            children: vec![child, Node::Text("t".into())],
        });
        let wanted = json!({"tag": "p", "attributes": {}, "children": [
            {"tag": "b", "attributes": {"part": "x"}, "children": []}, "t"]});
        assert_eq!(json(&node), wanted);
    }
}
