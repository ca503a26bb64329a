"""The choices of the access step."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_HOURS = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$"


class AccessParams(BaseModel):
    """How truck minutes are measured; every default says why it is what it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    vehicle: Literal["heavy", "light"] = Field(
        default="heavy",
        description="Kind of truck. Default heavy: containers and steel decide where a factory can be.",
    )
    gross_t: float = Field(
        default=40.0,
        gt=0,
        description="Gross weight of the truck, t. Default 40 (assumed): a loaded five-axle container lorry.",
    )
    night_hours: str = Field(
        default="22:00-06:00",
        pattern=_HOURS,
        description="Hours of the window night. Default 22:00-06:00: outside the daily ban of heavy trucks.",
    )
    day_hours: str = Field(
        default="09:00-16:00",
        pattern=_HOURS,
        description="Hours of the window day. Default 09:00-16:00: working hours between the two rush hours.",
    )
    last_km_speed_kmh: float = Field(
        default=20.0,
        gt=0,
        description="Speed between a point and its road node, km/h. Default 20 (assumed): local streets and park gates.",
    )
    last_km_detour: float = Field(
        default=1.3,
        ge=1,
        description="Road length over straight distance on that stretch, ratio. Default 1.3 (assumed): usual for local roads.",
    )
    snap_limit_km: float = Field(
        default=15.0,
        gt=0,
        description="A point farther than this from any node is not tied, km. Default 15 (assumed): beyond it the last "
        "stretch would outweigh the way itself.",
    )
    gateway_kinds: tuple[str, ...] = Field(
        default=("port", "icd", "airport", "border", "rail"),
        description="Kinds of gateways that take freight.",
    )
    gateway_status: tuple[str, ...] = Field(
        default=("operating",),
        description="States of gateways that count. Default operating: the others have no known opening year.",
    )
