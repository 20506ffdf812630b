//! Nodes of a view as nodes of the page: `createElement` and text, never markup.

use attar::view;
use web_sys::{Document, Element};

/// Makes the element; nothing, where the page will not.
pub fn create(document: &Document, element: &view::Element) -> Option<Element> {
    let created = document.create_element(element.tag).ok()?;
    for (name, value) in &element.attributes {
        created.set_attribute(name, value).ok()?;
    }
    for child in &element.children {
        match child {
            view::Node::Text(text) => created.append_child(&document.create_text_node(text)),
            view::Node::Element(element) => created.append_child(&*create(document, element)?),
        }
        .ok()?;
    }
    Some(created)
}
