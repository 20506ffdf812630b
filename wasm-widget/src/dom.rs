//! Nodes of a view as nodes of the page: `createElement` and text, never markup.

use attar::view::Node;
use wasm_bindgen::JsValue;
use web_sys::Document;

/// Makes the node.
pub fn create(document: &Document, node: &Node) -> Result<web_sys::Node, JsValue> {
    let element = match node {
        Node::Text(text) => return Ok(document.create_text_node(text).into()),
        Node::Element(element) => element,
    };
    let created = document.create_element(element.tag)?;
    for (name, value) in &element.attributes {
        created.set_attribute(name, value)?;
    }
    for child in &element.children {
        created.append_child(&create(document, child)?)?;
    }
    Ok(created.into())
}
