//! Nodes of a view as nodes of the page: `createElement` and text, never markup.

use attar::view::{Element, Node};
use wasm_bindgen::JsValue;
use web_sys::Document;

/// Makes the element.
pub fn create(document: &Document, element: &Element) -> Result<web_sys::Element, JsValue> {
    let created = document.create_element(element.tag)?;
    for (name, value) in &element.attributes {
        created.set_attribute(name, value)?;
    }
    for child in &element.children {
        let child: web_sys::Node = match child {
            Node::Text(text) => document.create_text_node(text).into(),
            Node::Element(element) => create(document, element)?.into(),
        };
        created.append_child(&child)?;
    }
    Ok(created)
}
