"""The combination: the anchor shared to cells, what is known by name put in its place, relocation set beside it.

All arrays named ``*_stats`` start with the axis (mean, P10, P50, P90); cells are [P, S, K, T] = places, sectors, premises
types, periods. Percentiles of the parts are added by rank (comonotonic sum): the draws of every part are put in order and
the ordered draws are summed, as if a good year were good for all parts at once. This gives the widest interval that the
parts allow (Dhaene et al., Insurance: Mathematics and Economics 31 (2002), 3-33), and it is the one sum in which
percentiles add. Within a part every percentile is shared to the cells by their means; between parts nothing is shared, so that
the cells add up to the region and one changed request moves only the cells of its place and period.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, ndtri

from parkwright.steps.demand.columns import Bools, Floats
from parkwright.steps.demand.draws import even, summary
from parkwright.steps.demand.land import SectorLand
from parkwright.steps.demand.params import DemandParams
from parkwright.steps.demand.register import COUNTED, DISPLACED, Register
from parkwright.steps.demand.relocation import Displacement


@dataclass(frozen=True, slots=True)
class Pattern:
    """Where land goes that nobody has asked for by name.

    place: [P] share of each place in the planned scopes' workers (places outside them on the same scale)
    mix:   [S, K] share of the land by sector and premises type, sums to 1
    planned: [P] whether the place's scope is planned for
    """

    place: Floats
    mix: Floats
    planned: Bools


@dataclass(frozen=True, slots=True)
class Part:
    """One source of demand: what is expected without names, and what is known by name, after conversion.

    expected_stats, known_stats: [4, P, S, K, T] ha
    known_small, known_assumed: [P, S, K, T] hectares of the known P50 in small lots, and resting on assumed requests
    expected_assumed: [P, S, K, T] hectares of the expected P50 that rest on assumed inputs
    """

    expected_stats: Floats
    known_stats: Floats
    known_small: Floats
    known_assumed: Floats
    expected_assumed: Floats

    @property
    def stats(self) -> Floats:
        return np.asarray(self.expected_stats + self.known_stats)


@dataclass(frozen=True, slots=True)
class Rate:
    """A conversion rate: ``drawn`` [D] and its ``stats`` [4]."""

    drawn: Floats
    stats: Floats


def draw_conversion(seed: int, what: str, yes: float, no: float, cv: float, draws: int) -> Rate:
    """Conversion rate: Beta(yes, no), times the sampling error of a frame (cv = 0 where there is none)."""
    drawn = betaincinv(yes, no, even(seed, f"{what}.conversion", draws))
    error = ndtri(even(seed, f"{what}.frame", draws))
    drawn = np.maximum(drawn * (1 + cv * error), 0.0)
    return Rate(drawn, summary(drawn))


def make_pattern(workers: Floats, planned: Bools, sector_share: Floats, land: SectorLand) -> Pattern:
    """Places by their workers, sectors by the labour mix, premises types by sector; the register has no part in it, so that
    nothing of it is expanded and a changed request moves no other place.

    workers: [P], none unknown unless all are: then the planned places share alike
    """
    known = workers if workers[planned].sum() > 0 else np.where(planned, 1.0, 0.0)
    mix = sector_share[:, None] * land.ha_per_worker
    return Pattern(known / known[planned].sum(), mix / mix.sum(), planned)


def organic_part(
    anchor_stats: Floats, pattern: Pattern, register: Register, land: SectorLand, rate: Floats, assumed: Floats,
    params: DemandParams,
) -> Part:  # fmt: skip
    """Take-up of the planned scopes (and, on the same scale, of the others), with the register inside it.

    anchor_stats: [4, T] ha; rate: [4] conversion; assumed: [P, S] share of the pattern that is assumed
    The requests of a place and period are expected to convert to mean rate x usual lot: that share is taken out of what the
    pattern gives to that place in that period, and what they really ask for, times the rate, is put into their own cells. So
    each known request counts once, and moves nothing beyond its place and period. Where the named firms take more than the
    pattern gives, they stand alone.
    """
    rows = register.state == COUNTED
    shape = (len(pattern.place), *pattern.mix.shape, anchor_stats.shape[1])
    known, small, known_assumed = _known(register, rows, shape, rate, params)
    usual = register.land(rows, shape, land.usual_request_ha[register.sector, register.kind])
    left = _left(anchor_stats[0] * pattern.place[:, None], rate[0] * usual.sum(axis=(1, 2)))
    expected = np.einsum("qt,p,pt,sk->qpskt", anchor_stats, pattern.place, left, pattern.mix)
    return Part(expected, known, small, known_assumed, expected[2] * assumed[:, :, None, None])


def relocation_part(
    out: Displacement,
    pattern: Pattern,
    register: Register,
    land: SectorLand,
    rate: Floats,
    params: DemandParams,
) -> Part:
    """Displaced land of each park, with the requests that name the park inside it.

    The park's land less what its named firms are expected to take goes to the places of those firms (by their number; to
    the park's own place where none is known) with the region's mix; where the named firms take more, they stand alone.
    """
    shape = (len(pattern.place), *pattern.mix.shape, out.stats.shape[2])
    displaced = register.state == DISPLACED
    known, small, known_assumed = _known(register, displaced, shape, rate, params)
    names = np.array(register.displaced_from, dtype=str)
    expected, assumed = np.zeros((4, *shape)), np.zeros(shape)
    for park, park_id in enumerate(out.parks):
        rows = displaced & (names == park_id)
        usual = float((land.usual_request_ha[register.sector, register.kind] * register.weight)[rows].sum())
        level = out.stats[:, park] * _left(out.stats[0, park].sum(), np.asarray(rate[0] * usual))
        here = (
            np.bincount(register.place[rows], minlength=shape[0])
            if rows.any()
            else _one(out.place[park], shape[0])
        )
        more = np.einsum("qt,p,sk->qpskt", level, here / here.sum(), pattern.mix)
        expected += more
        assumed += more[2] * out.assumed[park]
    return Part(expected, known, small, known_assumed, assumed)


def without_relocation(
    anchor_stats: Floats, moved: Part, pattern: Pattern, register: Register, land: SectorLand, rate: Floats
) -> Floats:
    """The anchor less relocation (with the named firms at their usual land), for those who count it inside: [4, T]."""
    rows = (register.state == DISPLACED) & pattern.planned[register.place]
    usual = (land.usual_request_ha[register.sector, register.kind] * register.weight)[rows] @ register.when[
        rows
    ]
    less = moved.expected_stats[0, pattern.planned].sum(axis=(0, 1, 2)) + rate[0] * usual
    return anchor_stats * _left(anchor_stats[0], less)


def _known(
    register: Register, rows: Bools, shape: tuple[int, ...], rate: Floats, params: DemandParams
) -> tuple[Floats, Floats, Floats]:
    ha = np.where(np.isnan(register.ha), 0.0, register.ha)  # rows without an area are never among ``rows``
    asked = register.land(rows, shape, ha)
    small = register.land(rows, shape, np.where(ha * 10_000 <= params.small_lot_m2, ha, 0.0))
    assumed = register.land(rows, shape, ha * register.assumed)
    return rate[:, None, None, None, None] * asked, rate[2] * small, rate[2] * assumed


def _left(whole: Floats, taken: Floats) -> Floats:
    """Share of a whole that is left, none where more is taken than there is."""
    left = np.divide(np.maximum(whole - taken, 0.0), whole, out=np.zeros(np.shape(whole)), where=whole > 0)
    return np.asarray(left)


def _one(position: int, length: int) -> Floats:
    return np.asarray(np.arange(length) == position, dtype=np.float64)
