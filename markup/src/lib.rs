//! `view!`: markup in the syntax of Leptos, but with a single type for all views. `app/src/view` says why.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use rstml::node::{KeyedAttribute, KeyedAttributeValue, Node, NodeAttribute, NodeBlock, NodeElement};
use syn::{Error, Expr, Stmt, spanned::Spanned};

/// Makes a view of markup as in Leptos: elements, components, `on:`, `prop:`, `class:`, `style=(name, value)` and
/// `node_ref`.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let here = proc_macro::Span::call_site();
    let site = fingerprint(&format!("{}:{}:{}", here.file(), here.line(), here.column()));
    let view = rstml::parse2(tokens.into()).and_then(|nodes| all(&nodes, site));
    view.unwrap_or_else(Error::into_compile_error).into()
}

/// A number for a place in the source. Views made at the same place have the same shape.
fn fingerprint(place: &str) -> u32 {
    place.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The view of several nodes: the node itself if it is the only one, or else a list.
fn all(nodes: &[Node], site: u32) -> syn::Result<TokenStream> {
    let views = nodes.iter().map(|it| node(it, site)).collect::<syn::Result<Vec<_>>>()?;
    Ok(match views.as_slice() {
        [only] => only.clone(),
        _ => quote!(crate::view::View::List(::std::vec![#(#views),*])),
    })
}

fn node(node: &Node, site: u32) -> syn::Result<TokenStream> {
    match node {
        Node::Element(element) if is_component(element) => component(element, site),
        Node::Element(element) => plain(element, site),
        Node::Text(text) => {
            let text = &text.value;
            Ok(quote!(crate::view::text(#text)))
        }
        Node::Block(block) => {
            let value = block_value(block)?;
            Ok(quote_spanned!(block.span()=> crate::view::IntoView::into_view(#value)))
        }
        Node::Fragment(fragment) => all(&fragment.children, site),
        Node::Comment(_) | Node::Doctype(_) | Node::RawText(_) | Node::Custom(_) => {
            Err(Error::new_spanned(node, "this is no part of a view: texts stand in quotes"))
        }
    }
}

fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    element.name().to_string().starts_with(char::is_uppercase)
}

/// The value of a block, without its braces if they are not needed.
fn block_value(block: &NodeBlock) -> syn::Result<TokenStream> {
    let block = block.try_block().ok_or_else(|| Error::new_spanned(block, "this is no block"))?;
    Ok(match block.stmts.as_slice() {
        [Stmt::Expr(value, None)] => quote!(#value),
        _ => quote!(#block),
    })
}

fn plain(element: &NodeElement<rstml::Infallible>, site: u32) -> syn::Result<TokenStream> {
    let tag = element.name().to_string();
    let mut made = quote!(crate::view::element(#tag, #site));
    for attribute in keyed(element)? {
        let call = bind(attribute)?;
        made.extend(quote!(.#call));
    }
    for child in &element.children {
        let child = node(child, site)?;
        made.extend(quote!(.child(#child)));
    }
    Ok(quote!(crate::view::View::Element(#made)))
}

/// The call that gives an element an attribute.
fn bind(attribute: &KeyedAttribute) -> syn::Result<TokenStream> {
    let key = attribute.key.to_string();
    let key = key.as_str();
    let value = value(attribute)?;
    if key == "node_ref" {
        return Ok(quote!(node_ref(#value)));
    }
    if let (Some(Expr::Tuple(pair)), "style") = (attribute.value(), key) {
        let mut parts = pair.elems.iter();
        let (Some(name), Some(value), None) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Error::new_spanned(pair, "a name and a value"));
        };
        return Ok(quote!(style(#name, #value)));
    }
    Ok(match key.split_once(':') {
        Some(("on", name)) => {
            let event = Ident::new(name, attribute.key.span());
            match name {
                "cancel" => quote!(on(::leptos::ev::Custom::<::leptos::ev::Event>::new(#name), #value)),
                _ => quote!(on(::leptos::ev::#event, #value)),
            }
        }
        Some(("prop", name)) => quote!(prop(#name, #value)),
        Some(("class", name)) => quote!(class(#name, #value)),
        Some(_) => return Err(Error::new_spanned(&attribute.key, "on:, prop: and class: are the prefixes there are")),
        None if attribute.value_literal_string().is_some() => quote!(fixed(#key, #value)),
        None => quote!(attribute(#key, #value)),
    })
}

fn component(element: &NodeElement<rstml::Infallible>, site: u32) -> syn::Result<TokenStream> {
    let name = element.name();
    let mut props = quote!(::leptos::component::component_props_builder(&#name));
    for attribute in keyed(element)? {
        let prop = Ident::new(&attribute.key.to_string(), attribute.key.span());
        let value = match &attribute.possible_value {
            KeyedAttributeValue::None => quote!(true),
            KeyedAttributeValue::Value(_) | KeyedAttributeValue::Binding(_) => value(attribute)?,
        };
        props.extend(quote!(.#prop(#value)));
    }
    if !element.children.is_empty() {
        let children = all(&element.children, site)?;
        props.extend(quote!(.children(::std::boxed::Box::new(move || #children))));
    }
    Ok(quote!(::leptos::component::component_view(#name, #props.build())))
}

fn keyed(element: &NodeElement<rstml::Infallible>) -> syn::Result<Vec<&KeyedAttribute>> {
    let each = element.attributes().iter().map(|attribute| match attribute {
        NodeAttribute::Attribute(attribute) => Ok(attribute),
        NodeAttribute::Block(block) => Err(Error::new_spanned(block, "an attribute has a name")),
    });
    each.collect()
}

/// The value of an attribute, or the empty text if it has none.
fn value(attribute: &KeyedAttribute) -> syn::Result<TokenStream> {
    match (&attribute.possible_value, attribute.value()) {
        (KeyedAttributeValue::None, _) => Ok(quote!("")),
        (KeyedAttributeValue::Value(_), Some(value)) => Ok(quote!(#value)),
        (KeyedAttributeValue::Value(_) | KeyedAttributeValue::Binding(_), _) => {
            Err(Error::new(attribute.key.span().resolved_at(Span::call_site()), "this is no value"))
        }
    }
}
