//! A view as HTML, and as the JSON that a page without wasm draws.

use attar::view::{Element, Node};
use serde::ser::{Serialize, SerializeStruct as _, Serializer};

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
#[derive(Debug, Clone, Copy)]
pub struct Json<'a>(pub &'a Node);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Node::Text(text) => to.serialize_str(text),
            Node::Element(element) => {
                let mut object = to.serialize_struct("Element", 3)?;
                object.serialize_field("tag", element.tag)?;
                object.serialize_field("attributes", &Attributes(&element.attributes))?;
                object.serialize_field("children", &Children(&element.children))?;
                object.end()
            }
        }
    }
}

struct Attributes<'a>(&'a [(&'static str, String)]);

impl Serialize for Attributes<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

struct Children<'a>(&'a [Node]);

impl Serialize for Children<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(Json))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
        assert_eq!(serde_json::to_value(Json(&node)).expect("JSON"), wanted);
    }
}
