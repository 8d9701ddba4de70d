use utoipa::OpenApi;

/// The room's part of the description of the public interface.
#[derive(OpenApi)]
#[openapi(
    paths(
        super::api::items,
        super::api::item,
        super::api::suggest,
        super::versions::versions,
        super::versions::version,
        super::machines::draft,
        super::machines::put_item,
        super::machines::submission,
        super::machines::review,
        super::machines::withdrawal,
        super::machines::restoration,
    ),
    tags(
        (name = "catalogue", description = "Service items, as published"),
        (name = "desk", description = "Drafts, reviews, publication")
    )
)]
pub struct Document;
