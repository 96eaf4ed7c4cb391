"""The headers that keep strangers' text from becoming anything else."""

from __future__ import annotations

from secure import (
    ContentSecurityPolicy,
    CrossOriginResourcePolicy,
    ReferrerPolicy,
    Secure,
    XContentTypeOptions,
    XFrameOptions,
)

SELF, NONE = "'self'", "'none'"


def page_headers(nonce: str, framed: bool) -> Secure:
    """For pages: scripts, styles and fonts are ours alone; only the embed may stand in a frame.

    The nonce is for the one style sheet that CodeMirror adds while it runs.
    """
    policy = (
        ContentSecurityPolicy()
        .default_src(NONE)
        .script_src(SELF, f"'nonce-{nonce}'")
        .style_src(SELF, f"'nonce-{nonce}'")
        .font_src(SELF)
        .img_src(SELF, "data:", "blob:")
        .connect_src(SELF)
        .frame_src(SELF)  # the preview of an embed
        .base_uri(NONE)
        .form_action(SELF)
        .frame_ancestors("*" if framed else NONE)
    )
    return Secure(
        csp=policy,
        referrer=ReferrerPolicy().strict_origin_when_cross_origin(),
        xcto=XContentTypeOptions(),
        xfo=None if framed else XFrameOptions().deny(),
    )


def drawing_headers(style: str = NONE) -> Secure:
    """For exported drawings, which other sites may show: no script, no frame, no request.

    A drawing that stands alone carries its fonts in a style element, allowed by its hash.
    """
    policy = (
        ContentSecurityPolicy()
        .default_src(NONE)
        .style_src(style)
        .font_src("data:")
        .img_src("data:")
        .frame_ancestors(NONE)
    )
    return Secure(
        csp=policy,
        corp=CrossOriginResourcePolicy().cross_origin(),
        xcto=XContentTypeOptions(),
    )
