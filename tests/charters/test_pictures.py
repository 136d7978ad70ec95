"""The index of pictures: whole, one idea a picture, and every name that a page uses is in it."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
import typst
from django.conf import settings
from lxml import etree
from PIL import Image
from PIL.PngImagePlugin import PngImageFile

from charters import picture_search, pictures
from charters.pictures import INDEX, Picture, UnknownPicture
from config.lib import drawings
from tools import pictures as tool
from tools.trouble import Trouble

BASE = Path(settings.BASE_DIR)
PACKAGES = BASE / "node_modules"
ENTRIES = json.loads(INDEX.read_text(encoding="utf-8"))
BUILT = BASE / "static_built/pictures"
ICONS = "@iconify-json/healthicons/icons.json"
RELEASED = Path(__file__).with_name("pictures_released.txt")
# A picture is named as an input of a component: `picture="book"`, or `name="book"` of picture.html itself.
NAMED = re.compile(r'picture(?:\.html" with name)?="([^"]*)"')
# The largest file there may be, in bytes: a page of easy read shows many.
LARGEST = 30_000


def plain(words: str) -> str:
    return words.replace("-", " ").casefold()


def test_every_entry_is_whole_and_worded() -> None:
    for name, entry in ENTRIES.items():
        assert list(entry) == ["group", "from", "code", "sha256", "shows", "words"], name
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name), name
        assert re.fullmatch(r"[A-Z](?:[^:.]|o'clock)+(: [^:.]+)?", entry["shows"]), name
        assert entry["shows"].count(" ") < 15, name
        assert 1 <= len(entry["words"]) <= 14, name


def test_no_name_stands_twice_in_the_file() -> None:
    written = re.findall(r'^  "([^"]+)": \{$', INDEX.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert written == list(ENTRIES)


def test_a_group_stands_together() -> None:
    groups = [entry["group"] for entry in ENTRIES.values()]

    assert len([n for n, group in enumerate(groups) if n == 0 or groups[n - 1] != group]) == len(set(groups))


@pytest.mark.parametrize("key", ["code", "sha256", "shows"])
def test_no_two_pictures_are_the_same(key: str) -> None:
    twice = [value for value, n in Counter(entry[key] for entry in ENTRIES.values()).items() if n > 1]

    assert twice == []


def test_what_is_seen_differs_from_picture_to_picture() -> None:
    """It is what somebody hears who does not see the picture."""
    seen = Counter(entry["shows"].partition(":")[0] for entry in ENTRIES.values())

    assert [what for what, n in seen.items() if n > 1] == []


def test_a_word_leads_to_one_picture_only() -> None:
    leads = defaultdict(list)
    for name, entry in ENTRIES.items():
        for word in (name, *entry["words"]):
            leads[plain(word)].append(name)

    assert {word: names for word, names in leads.items() if len(names) > 1} == {}


def test_every_name_and_synonym_is_found_first() -> None:
    lost = [
        (word, name)
        for name, entry in ENTRIES.items()
        for word in (name, *entry["words"])
        if picture_search.search(word, 1)[0].name != name
    ]

    assert lost == []


def test_every_picture_is_built_as_it_is_pinned() -> None:
    wrong = [
        name for name, entry in ENTRIES.items() if drawings.pin((BUILT / f"{name}.svg").read_bytes()) != entry["sha256"]
    ]

    assert wrong == []
    assert {path.stem for path in BUILT.glob("*")} == set(ENTRIES)


def test_what_was_released_is_there_and_looks_the_same() -> None:
    """Published versions name these, and must show for ever what they showed. This list only grows."""
    released = dict(line.split() for line in RELEASED.read_text().splitlines())
    changed = [name for name, pin in released.items() if ENTRIES.get(name, {"sha256": ""})["sha256"][:16] != pin]

    assert len(released) > 400
    assert changed == []


def packages_with(folder: Path, changed: str, content: str) -> Path:
    """The packages, one file of them changed, or gone where it has no content."""
    used = [f"openmoji/color/svg/{entry['code']}.svg" for entry in ENTRIES.values() if entry["from"] == "openmoji"]
    for name in {*used, ICONS} - {changed}:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(PACKAGES / name)
    if content:
        (folder / changed).parent.mkdir(parents=True, exist_ok=True)
        (folder / changed).write_text(content)
    return folder


@pytest.mark.parametrize("content", ["<svg xmlns='http://www.w3.org/2000/svg'/>", ""])
def test_build_stops_when_openmoji_draws_differently_or_not_at_all(tmp_path: Path, content: str) -> None:
    packages = packages_with(tmp_path, f"openmoji/color/svg/{ENTRIES['book']['code']}.svg", content)

    with pytest.raises(drawings.PackageChanged, match="(?s)'book'.*must stay" if content else "no drawing 1F4D6"):
        list(drawings.drawings(packages))


@pytest.mark.parametrize("lacking", [False, True])
def test_build_stops_when_health_icons_draws_differently_or_not_at_all(tmp_path: Path, lacking: bool) -> None:
    icons = json.loads((PACKAGES / ICONS).read_text())
    if lacking:
        del icons["icons"]["nurse-outline"]
    else:
        icons["icons"]["nurse"]["body"] = '<path d="M0 0"/>'
    packages = packages_with(tmp_path, ICONS, json.dumps(icons))

    with pytest.raises(drawings.PackageChanged, match="no drawing nurse" if lacking else "'nurse'"):
        list(drawings.drawings(packages))


# Groups, subgroups and words of OpenMoji's own list that no child needs to meet here, or that belong to somebody:
# flags, brands, religion, weapons, alcohol, smoking, gambling, drugs, blood, death, the body's inside, sex.
UNFIT_GROUPS = re.compile(r"-flag|flags$|brand|religi|zodiac|gender|skin-tone|hair-style")
UNFIT = re.compile(
    r"\b(gun|pistol|dagger|sword|bomb|axe|knife(?! with plate)|explosive|firecracker|boxing|wrestl\w*|fencing"
    r"|wine|beer|cocktail|sake|tropical drink|tumbler|clinking|champagne|popping cork|drunk|cigarette|smok\w*|lighter"
    r"|slot machine|game die|joker|mahjong|playing cards|crystal ball|pill|blood|coffin|headstone|urn|skull|ghost"
    r"|zombie|vampire|devil|imp|ogre|goblin|alien|poo|middle finger|kiss|bikini|briefs|lipstick|love hotel|pregnant"
    r"|breast|lungs|brain|anatomical|intestine|liver|kidney|stomach|bone|tongue|nuclear|radioactive|atom)\b"
)
UNFIT_ICON = re.compile(
    r"alcohol|smok|cannabis|condom|contracept|penis|vagina|breast|anus|sperm|testic|prostate|uter|fetus|pregnan|sex"
    r"|hiv|sti$|syphilis|gonorrhea|chlamydia|death|skull|skeleton|blood|war$|prisoner|military|cancer|tumour|poison"
    r"|church|mosque|temple|logo|diarrhea|vomit|stomach|intestin|liver|lungs|bladder|overweight|underweight|pwid"
)


def test_no_picture_is_unfit_for_a_child() -> None:
    known = {one["hexcode"]: one for one in json.loads((PACKAGES / "openmoji/data/openmoji.json").read_text())}

    for name, entry in ENTRIES.items():
        if entry["from"] == "openmoji":
            one = known[entry["code"]]
            assert one["skintone"] == "", name
            assert not UNFIT_GROUPS.search(f"{one['group']} {one['subgroups']}"), name
            assert not UNFIT.search(one["annotation"]), name
        else:
            assert not UNFIT_ICON.search(entry["code"]), name


@pytest.mark.parametrize(
    "unfit",
    ["kitchen knife", "water pistol", "beer mug", "anatomical heart", "drop of blood", "no smoking", "kiss mark"],
)
def test_list_of_what_is_unfit_knows_it(unfit: str) -> None:
    assert UNFIT.search(unfit)


def test_every_file_is_small_and_only_a_drawing() -> None:
    drawn = {"svg", "g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}
    for name in ENTRIES:
        content = (BUILT / f"{name}.svg").read_bytes()
        root = etree.fromstring(content)
        assert len(content) < LARGEST, name
        assert root.get("viewBox"), name
        assert {etree.QName(part).localname for part in root.iter(etree.Element)} <= drawn, name
        assert not [key for part in root.iter() for key in part.attrib if "href" in key or key.startswith("on")], name


def test_every_picture_can_be_printed() -> None:
    shown = "".join(
        f'#image(bytes(sys.inputs.at("{name}")), format: "svg", width: 5mm, alt: "{name}")\n' for name in ENTRIES
    )
    inputs = {name: pictures.drawing(name) for name in ENTRIES}
    page = f'#set document(title: "Pictures")\n#set text(lang: "en")\n{shown}'

    assert typst.compile(page.encode(), sys_inputs=inputs, pdf_standards="ua-1").startswith(b"%PDF")


def test_index_list_and_contact_sheets_are_up_to_date() -> None:
    """`python -m tools.pictures` makes them; then somebody looks."""
    sheets = tool.sheets(ENTRIES)
    drawn = sorted(tool.SHEETS.glob("sheet-*.png"))

    assert INDEX.read_text(encoding="utf-8") == tool.as_written(ENTRIES)
    page = tool.LISTING.read_text(encoding="utf-8")
    assert page == tool.with_list(page, ENTRIES)
    assert len(drawn) == len(sheets)
    for n, sheet in enumerate(sheets, start=1):
        with Image.open(tool.SHEETS / f"sheet-{n}.png") as picture:
            assert isinstance(picture, PngImageFile)
            assert picture.text[tool.DRAWN] == tool.drawn_from(sheet), n
    assert sum(path.stat().st_size for path in drawn) < 3_000_000


def test_tool_pins_nothing_anew_that_is_drawn_differently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = tmp_path / "pictures.json"
    index.write_text(tool.as_written({"book": ENTRIES["book"] | {"sha256": "0" * 64}}))
    before = index.read_text()
    monkeypatch.setattr(tool, "INDEX", index)

    with pytest.raises(Trouble, match="Not drawn as pinned, so nothing was written: book"):
        tool.main()

    assert index.read_text() == before


def test_every_picture_that_a_template_names_is_known() -> None:
    named = {name for page in (BASE / "templates").rglob("*.html") for name in NAMED.findall(page.read_text())}

    assert len(named) > 5
    assert [name for name in named if not pictures.known(name)] == []


def test_picture_tells_what_it_shows() -> None:
    found = pictures.picture("cake")

    assert found == Picture("cake", "A birthday cake: how old you are", ("age", "birthday", "old", "years"))


def test_picture_unknown_says_so_with_the_nearest_name() -> None:
    with pytest.raises(UnknownPicture, match=r"no picture 'thumbup'.*Did you mean thumb-up"):
        pictures.picture("thumbup")


def test_known_is_true_for_names_only() -> None:
    assert all(pictures.known(name) for name in pictures.names())
    assert not pictures.known("")
    assert not pictures.known("1F4D6")
