//! Nodes of a view as nodes of the page: `createElement` and text, never markup. What is used of the page is named
//! here: the bindings of all that there is bring code along that is never called.

use attar::view;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// The document of the page.
    pub type Document;

    #[wasm_bindgen(method, js_name = createElement)]
    fn create_element(this: &Document, tag: &str) -> Element;

    #[wasm_bindgen(method, js_name = createTextNode)]
    fn create_text_node(this: &Document, text: &str) -> Node;

    /// A node of the page.
    #[derive(PartialEq)]
    pub type Node;

    #[wasm_bindgen(method, js_name = appendChild)]
    fn append_child(this: &Node, child: &Node);

    /// An element of the page.
    #[wasm_bindgen(extends = Node)]
    #[derive(PartialEq)]
    pub type Element;

    /// Its name, in lower case.
    #[wasm_bindgen(method, getter, js_name = localName)]
    pub fn local_name(this: &Element) -> String;

    /// What an attribute says.
    #[wasm_bindgen(method, js_name = getAttribute)]
    pub fn get_attribute(this: &Element, name: &str) -> Option<String>;

    #[wasm_bindgen(method, js_name = setAttribute)]
    fn set_attribute(this: &Element, name: &str, value: &str);

    /// How many elements are in it.
    #[wasm_bindgen(method, getter, js_name = childElementCount)]
    pub fn child_element_count(this: &Element) -> u32;

    /// Milliseconds since 1970, on the device's clock.
    #[wasm_bindgen(js_namespace = Date)]
    pub fn now() -> f64;
}

/// Makes the element.
pub fn create(document: &Document, element: &view::Element) -> Element {
    let created = document.create_element(element.tag);
    for (name, value) in &element.attributes {
        created.set_attribute(name, value);
    }
    for child in &element.children {
        match child {
            view::Node::Text(text) => created.append_child(&document.create_text_node(text)),
            view::Node::Element(element) => created.append_child(&create(document, element)),
        }
    }
    created
}
