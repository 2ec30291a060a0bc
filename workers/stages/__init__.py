"""The stages. Each module has `run(place, states) -> results`; the runner writes the records.

HANDLERS names the modules by text: a worker loads only what the stages of its queue need.
"""

from __future__ import annotations

from collections.abc import Mapping

from schemas.processing import Stage

HANDLERS: Mapping[Stage, str] = {
    Stage.MAKE_DERIVATIVES: "workers.stages.make_derivatives",
    Stage.READ_PAGE: "workers.stages.read_page",
    Stage.HEAR_TESTIMONY: "workers.stages.hear_testimony",
    Stage.READ_FRAMES: "workers.stages.read_frames",
    Stage.EXTRACT_MENTIONS: "workers.stages.extract_mentions",
    Stage.SUGGEST_LINKS: "workers.stages.suggest_links",
    Stage.INDEX_ITEM: "workers.stages.index_item",
}
