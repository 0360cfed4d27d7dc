//! One file a resource type, each with only the fields that Sampan reads.

/// Makes the type of one resource: a [`Resource`](super::Resource) that is known to be of that type.
macro_rules! resource_type {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(pub $crate::fhir::Resource);

        impl $crate::fhir::Typed for $name {
            const TYPE: &'static str = stringify!($name);

            fn wrap(resource: $crate::fhir::Resource) -> Self {
                Self(resource)
            }
        }

        impl std::ops::Deref for $name {
            type Target = $crate::fhir::Resource;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    };
}

mod practitioner;
pub use practitioner::Practitioner;
