"""Why the new parks are of their legal types: what the model weighed, from the choices and the verdicts of the run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from parkwright.dossier.brief.material import Material, listed
from parkwright.dossier.brief.sums import new_and_committed
from parkwright.dossier.tree import Paragraph
from parkwright.words import Text, text

_M2_HA = 10_000.0


def why_these_types(material: Material) -> tuple[Paragraph, ...]:
    """One paragraph; none where nothing new opens, or where the run does not tell what it weighed."""
    new, _ = new_and_committed(material)
    premiums = _premiums(material)
    if new.empty or not premiums:
        return ()
    source = material.source(*(name for name in ("openings", "verdicts") if material.made(name)))
    return (Paragraph(tuple(_told(material, new, premiums)), source=source),)


def _told(material: Material, new: pd.DataFrame, premiums: dict[str, float]) -> Iterator[Text]:
    chosen = new["legal_type"].value_counts()
    counts = [
        text("brief_sites.types.count", type=text(f"glossary.legal_type.{name}"), count=int(count))
        for name, count in chosen.items()
    ]
    yield text("brief_sites.types.chosen", counts=listed(counts, "brief.commas"))
    weighed = [
        text("brief_sites.types.premium", type=text(f"glossary.legal_type.{name}"), usd=usd)
        for name, usd in sorted(premiums.items(), key=lambda one: one[1])
    ]
    yield text("brief_sites.types.weighed", premiums=listed(weighed))
    for name, rule in material.params.type_rules.items():
        yield from _share(material, new, name, rule)


def _share(material: Material, new: pd.DataFrame, legal_type: str, rule: str) -> Iterator[Text]:
    """The share that a type asks for, as measured on the new parks: on those of the type, or on the others for information."""
    shares = _measured(material, new, rule)
    if shares.empty:
        return
    kind = text(f"glossary.legal_type.{legal_type}")
    ours = shares[shares["facility_id"].isin(new.loc[new["legal_type"] == legal_type, "facility_id"])]
    told = ours if len(ours) else shares
    limit, low, high = (
        100 * float(one) for one in (told["limit"].iloc[0], told["value"].min(), told["value"].max())
    )
    if len(ours):
        yield text("brief_sites.types.held", type=kind, rule=rule, limit=limit, low=low, high=high)
        return
    reach = int((shares["value"] >= shares["limit"]).sum())
    key = "would_hold" if reach else "would_not_hold"
    yield text(f"brief_sites.types.{key}", type=kind, rule=rule, limit=limit, high=high, count=reach)


def _measured(material: Material, new: pd.DataFrame, rule: str) -> pd.DataFrame:
    """facility_id, value, limit of a rule on the new parks at the end of the plan."""
    if not material.has("verdicts"):
        return pd.DataFrame(columns=["facility_id", "value", "limit"])
    rows = material.frame("verdicts")
    rows = rows.assign(facility_id=rows["object_table"].astype("str") + ":" + rows["object_id"].astype("str"))
    rows = rows[(rows["rule_id"] == rule) & rows["facility_id"].isin(new["facility_id"])]
    return rows.dropna(subset=["value", "limit"]).drop_duplicates("facility_id", keep="last")


def _premiums(material: Material) -> dict[str, float]:
    """USD per gross m2 by legal type, as the run weighed them; empty where its manifest does not say."""
    chosen: dict[str, Any] = (material.manifest.get("scenario") or {}).get("siting") or {}
    premiums = {str(name): float(usd) for name, usd in (chosen.get("premium_usd_m2") or {}).items()}
    per_usd = material.region.meta.per_usd
    for name, bn_ha in (chosen.get("premium_bn_ha") or {}).items():
        premiums[str(name)] = float(bn_ha) * 1e9 / _M2_HA / per_usd
    return premiums
