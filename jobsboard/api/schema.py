"""What every operation may answer besides its result, said once for the whole schema."""

from __future__ import annotations

from typing import Any

ERROR = {"type": "object", "properties": {"detail": {"type": "string"}}, "required": ["detail"]}
ANSWERS = {
    "405": "这个地址不支持该方法",
    "406": "不支持所要求的格式",
    "429": "请求过于频繁，请稍后再试",
}


def document_errors(result: dict[str, Any], **options: Any) -> dict[str, Any]:
    """Add the answers that any operation may give (a hook of drf-spectacular)."""
    content = {"application/json": {"schema": ERROR}}
    for operations in result["paths"].values():
        for operation in operations.values():
            for status, description in ANSWERS.items():
                operation["responses"].setdefault(status, {"description": description, "content": content})
    return result
