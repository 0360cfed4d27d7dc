//! `view!` and `#[component]` with the syntax of Leptos', for the views of `src/view/`.
//!
//! Leptos' own give each element, attribute and child a type, and each type a copy of the code that draws it. These make
//! plain data of one type (docs/decisions/0005-own-views.md).

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use rstml::node::{Infallible, KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, FnArg, GenericArgument, Ident, ItemFn, Lit, Pat, PathArguments, Result,
    Stmt, Type, Visibility,
};

/// Markup with Rust in braces, as `view! { <p class="quiet">{text}</p> }`. Gives a `sampan::view::View`.
///
/// Attributes: `name=value`, `class:name=flag`, `prop:name=value`, `style:name=value`, `on:event=handler`; a closure in the
/// place of a value is followed. `<Name prop=value>` calls the component of that name; `prop` alone stands for `prop=prop`.
#[proc_macro]
pub fn view(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let nodes = rstml::parse2(input.into());
    finish(nodes.and_then(|nodes| many(&nodes, false)))
}

/// Makes a component of a function: its parameters become the named properties of `<Name …>`.
///
/// Its body is not followed: what it reads of signals is read once, as in Leptos.
#[proc_macro_attribute]
pub fn component(
    _: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    finish(syn::parse(item).and_then(component_of))
}

fn finish(result: Result<TokenStream>) -> proc_macro::TokenStream {
    result.unwrap_or_else(Error::into_compile_error).into()
}

fn component_of(function: ItemFn) -> Result<TokenStream> {
    let ItemFn {
        attrs,
        vis,
        sig,
        block,
        ..
    } = function;
    let name = &sig.ident;
    let properties: Vec<Property> = sig.inputs.iter().map(Property::of).collect::<Result<_>>()?;
    let body =
        quote!(::sampan::view::component(move || ::sampan::view::IntoView::into_view(#block)));
    let builder = builder(name, &vis, &properties);
    let names = properties.iter().map(|property| &property.name);
    let given = properties
        .iter()
        .filter(|it| it.default.is_none())
        .map(|it| &it.ty);
    Ok(quote! {
        #builder
        #(#attrs)*
        #[allow(non_snake_case)]
        #vis fn #name(properties: #name<#(#given),*>) -> ::sampan::view::View {
            let #name { #(#names),* } = properties;
            #body
        }
    })
}

/// A property of a component.
struct Property {
    docs: Vec<Attribute>,
    name: Ident,
    ty: Type,
    /// What it is where it isn't given; `None` where it must be.
    default: Option<TokenStream>,
    /// Whether it is given as what turns into its type.
    into: bool,
    /// The type in an `Option` whose value alone is given.
    stripped: Option<Type>,
}

impl Property {
    fn of(input: &FnArg) -> Result<Self> {
        let FnArg::Typed(input) = input else {
            return Err(Error::new(input.span(), "a component has no self"));
        };
        let Pat::Ident(name) = &*input.pat else {
            return Err(Error::new(input.pat.span(), "a property is a plain name"));
        };
        let mut property = Property {
            docs: Vec::new(),
            name: name.ident.clone(),
            ty: (*input.ty).clone(),
            default: None,
            into: false,
            stripped: None,
        };
        for attribute in &input.attrs {
            if attribute.path().is_ident("prop") {
                attribute.parse_nested_meta(|meta| property.set(meta))?;
            } else {
                property.docs.push(attribute.clone());
            }
        }
        Ok(property)
    }

    /// Reads one word of `#[prop(…)]`: `into`, `optional`, `optional_no_strip` or `default = …`.
    fn set(&mut self, meta: ParseNestedMeta) -> Result<()> {
        if meta.path.is_ident("into") {
            self.into = true;
        } else if meta.path.is_ident("default") {
            let value: Expr = meta.value()?.parse()?;
            self.default = Some(quote!(#value));
        } else if meta.path.is_ident("optional") {
            self.default = Some(quote!(::std::default::Default::default()));
            self.stripped = in_option(&self.ty);
        } else if meta.path.is_ident("optional_no_strip") {
            self.default = Some(quote!(::std::default::Default::default()));
        } else {
            return Err(meta.error("expected into, optional, optional_no_strip or default"));
        }
        Ok(())
    }
}

/// `T` of an `Option<T>`.
fn in_option(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    }
}

/// The properties on their way: one type parameter for each that must be given, `()` until it is. One that was forgotten
/// is a mistake that the compiler tells.
fn builder(name: &Ident, vis: &Visibility, properties: &[Property]) -> TokenStream {
    let names: Vec<&Ident> = properties.iter().map(|property| &property.name).collect();
    let required = || properties.iter().filter(|it| it.default.is_none());
    let parameter = |property: &Property| format_ident!("Given_{}", property.name);
    let parameters: Vec<Ident> = required().map(parameter).collect();
    let nothing = required().map(|_| quote!(()));
    let fields = properties.iter().map(|property| {
        let Property { docs, name, ty, .. } = property;
        match property.default {
            Some(_) => quote!(#(#docs)* #name: #ty),
            None => {
                let parameter = parameter(property);
                quote!(#(#docs)* #name: #parameter)
            }
        }
    });
    let start = properties
        .iter()
        .map(|property| property.default.clone().unwrap_or(quote!(())));
    let setters = properties.iter().map(|property| {
        let set = &property.name;
        let ty = property.stripped.as_ref().unwrap_or(&property.ty);
        let (takes, value) = match property.into {
            true => (quote!(impl ::std::convert::Into<#ty>), quote!(value.into())),
            false => (quote!(#ty), quote!(value)),
        };
        let value = match property.stripped {
            Some(_) => quote!(::std::option::Option::Some(#value)),
            None => value,
        };
        let after = required().map(|it| match it.name == property.name {
            true => it.ty.to_token_stream(),
            false => parameter(it).to_token_stream(),
        });
        let others = names.iter().filter(|name| **name != set);
        quote! {
            #[doc(hidden)]
            #vis fn #set(self, value: #takes) -> #name<#(#after),*> {
                #name { #set: #value, #(#others: self.#others),* }
            }
        }
    });
    let default = parameters.is_empty().then(|| {
        quote! {
            impl ::std::default::Default for #name {
                fn default() -> Self {
                    Self::with()
                }
            }
        }
    });
    let about = format!("The properties of [`{name}`].");
    quote! {
        #[doc = #about]
        #[allow(non_camel_case_types)]
        #vis struct #name<#(#parameters),*> { #(#fields),* }

        impl #name<#(#nothing),*> {
            #[doc(hidden)]
            #vis fn with() -> Self {
                #name { #(#names: #start),* }
            }
        }

        #default

        #[allow(non_camel_case_types)]
        impl<#(#parameters),*> #name<#(#parameters),*> {
            #(#setters)*
        }
    }
}

/// Several nodes as one view.
fn many(nodes: &[Node], in_svg: bool) -> Result<TokenStream> {
    let nodes = children(nodes, in_svg)?;
    Ok(match nodes.as_slice() {
        [only] => only.clone(),
        _ => quote!(::sampan::view::View::Many(vec![#(#nodes),*])),
    })
}

fn children(nodes: &[Node], in_svg: bool) -> Result<Vec<TokenStream>> {
    nodes.iter().map(|node| one(node, in_svg)).collect()
}

fn one(node: &Node, in_svg: bool) -> Result<TokenStream> {
    match node {
        Node::Element(element) => {
            let name = element.name().to_string();
            if name.starts_with(char::is_uppercase) {
                call(element, in_svg)
            } else {
                element_of(element, &name, in_svg || is_svg(&name))
            }
        }
        Node::Text(text) => {
            let text = &text.value;
            Ok(quote!(::sampan::view::IntoView::into_view(#text)))
        }
        Node::Block(block) => {
            let value = match block.try_block().map(|block| block.stmts.as_slice()) {
                Some([Stmt::Expr(value, None)]) => quote!(#value),
                _ => quote!(#block),
            };
            Ok(quote!(::sampan::view::IntoView::into_view(#value)))
        }
        other => Err(Error::new(other.span(), "not a node of a view")),
    }
}

/// Those that stand at the root of some view; deeper ones are known by what they stand in.
fn is_svg(name: &str) -> bool {
    [
        "svg", "g", "path", "circle", "line", "polyline", "polygon", "rect", "text",
    ]
    .contains(&name)
}

fn element_of(element: &NodeElement<Infallible>, name: &str, svg: bool) -> Result<TokenStream> {
    let (fixed, changing): (Vec<_>, Vec<_>) = keyed(element)?.partition(|it| fixed(it).is_some());
    let fixed = fixed.into_iter().filter_map(fixed_pair);
    let parts: Vec<TokenStream> = changing.into_iter().map(part).collect::<Result<_>>()?;
    let children = children(element.children(), svg)?;
    Ok(quote! {{
        static SHAPE: ::sampan::view::Shape =
            ::sampan::view::Shape { tag: #name, svg: #svg, attributes: &[#(#fixed),*] };
        ::sampan::view::View::from(
            ::sampan::view::Element::new(&SHAPE)#(.part(#parts))*#(.child(#children))*,
        )
    }})
}

/// The text of an attribute that is written out in the markup.
fn fixed(attribute: &KeyedAttribute) -> Option<TokenStream> {
    if attribute.key.to_string().contains(':') {
        return None;
    }
    match attribute.value() {
        Some(Expr::Lit(literal)) => match &literal.lit {
            Lit::Str(text) => Some(quote!(#text)),
            _ => None,
        },
        Some(_) => None,
        // A lone name is a switch, as `required`.
        None => Some(quote!("")),
    }
}

fn fixed_pair(attribute: &KeyedAttribute) -> Option<TokenStream> {
    let (name, text) = (attribute.key.to_string(), fixed(attribute)?);
    Some(quote!((#name, #text)))
}

/// One attribute of an element that isn't always the same.
fn part(attribute: &KeyedAttribute) -> Result<TokenStream> {
    let name = attribute.key.to_string();
    let Some(value) = attribute.value() else {
        return Err(Error::new(attribute.key.span(), "it needs a value"));
    };
    if name == "node_ref" {
        return Ok(quote!(::sampan::view::reference(#value)));
    }
    let Some((kind, name)) = name.split_once(':') else {
        return Ok(quote!(::sampan::view::attribute(#name, #value)));
    };
    Ok(match kind {
        "on" => {
            let event = format_ident!("{name}");
            quote!(::sampan::view::on::#event(#value))
        }
        "class" => quote!(::sampan::view::class(#name, #value)),
        "prop" => quote!(::sampan::view::property(#name, #value)),
        "style" => quote!(::sampan::view::style(#name, #value)),
        _ => {
            return Err(Error::new(
                attribute.key.span(),
                "expected on:, class:, prop: or style:",
            ));
        }
    })
}

/// A component's call.
fn call(element: &NodeElement<Infallible>, in_svg: bool) -> Result<TokenStream> {
    let component = element.name();
    let mut given: Vec<TokenStream> = keyed(element)?
        .map(|attribute| {
            let key = &attribute.key;
            match attribute.value() {
                Some(value) => quote!(#key(#value)),
                None => quote!(#key(#key)),
            }
        })
        .collect();
    if !element.children().is_empty() {
        let children = many(element.children(), in_svg)?;
        given.push(quote!(children(::std::boxed::Box::new(move || #children))));
    }
    // A component is a function and the type of its properties, under one name.
    Ok(quote!(#component(#component::with()#(.#given)*)))
}

fn keyed(element: &NodeElement<Infallible>) -> Result<impl Iterator<Item = &KeyedAttribute>> {
    let attributes: Result<Vec<_>> = element
        .attributes()
        .iter()
        .map(|attribute| match attribute {
            NodeAttribute::Attribute(attribute) => Ok(attribute),
            NodeAttribute::Block(block) => Err(Error::new(block.span(), "an attribute has a name")),
        })
        .collect();
    Ok(attributes?.into_iter())
}
