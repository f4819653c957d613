"""A picture is drawn anew: smaller, upright, and nothing but itself."""

import io

import pytest
from PIL import Image

from twoshores.common.file_kinds import JPEG, PNG, WEBP
from twoshores.common.pictures import redrawn
from twoshores.common.tests import files


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_where_and_when_it_was_taken_is_gone():
    sent = files.jpeg()
    before = Image.open(io.BytesIO(sent)).getexif()
    assert before.get_ifd(files.GPS)[2] == (14.0, 26.0, 45.0)  # it was there
    assert b"SecretCamera" in sent
    made = redrawn(sent, JPEG)
    for data in (made.data, made.small):
        image = opened(data)
        assert dict(image.getexif()) == {}
        assert dict(image.getexif().get_ifd(files.GPS)) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"Secret" not in data
        assert b"Exif" not in data


def test_it_is_turned_upright_before_the_note_of_it_goes():
    assert opened(redrawn(files.jpeg((60, 40), orientation=6), JPEG).data).size == (40, 60)


def test_it_is_scaled_down_and_never_up():
    big = redrawn(files.jpeg((4000, 1000)), JPEG)
    assert opened(big.data).size == (1600, 400)
    assert opened(big.small).size == (480, 120)
    assert opened(redrawn(files.jpeg((60, 40)), JPEG).data).size == (60, 40)


@pytest.mark.parametrize(
    ("data", "kind", "mode"),
    [
        (files.picture("PNG", mode="RGBA"), PNG, "RGBA"),
        (files.picture("PNG", mode="P"), PNG, "RGB"),
        (files.picture("PNG", mode="1"), PNG, "L"),
        (files.picture("PNG", mode="I;16"), PNG, "RGB"),
        (files.picture("JPEG", mode="CMYK"), JPEG, "RGB"),
        (files.picture("WEBP", exif=b"Exif\x00\x00SecretPlace"), WEBP, "RGB"),
    ],
)
def test_every_mode_comes_out_as_one_that_browsers_show(data, kind, mode):
    made = redrawn(data, kind).data
    assert opened(made).mode == mode
    assert b"Secret" not in made


def test_what_hides_behind_a_picture_is_not_copied():
    hidden = b"<script>alert(1)</script>" + files.archive({"evil.html": b"x"})
    made = redrawn(files.jpeg(extra=hidden), JPEG).data
    assert b"script" not in made
    assert b"PK\x03\x04" not in made


def test_text_and_profiles_in_a_png_are_not_copied():
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Location", "SecretVillage")
    data = files.picture("PNG", pnginfo=said, icc_profile=b"SecretProfile" * 20)
    assert b"Secret" in data
    assert b"Secret" not in redrawn(data, PNG).data


def test_a_bomb_is_refused_by_its_head():
    with pytest.raises(ValueError, match="too many pixels"):
        redrawn(files.bomb_png(), PNG)


def test_just_over_the_limit_is_refused_too():
    with pytest.raises(ValueError, match="too many pixels"):
        redrawn(files.bomb_png(4_000, 4_001), PNG)


def test_a_large_photo_sent_as_png_is_kept_as_a_jpeg():
    out = io.BytesIO()
    Image.effect_noise((900, 900), 90).convert("RGB").save(out, "PNG")
    made = redrawn(out.getvalue(), PNG)
    assert made.kind is JPEG
    assert opened(made.data).format == "JPEG"


def test_the_small_form_is_a_jpeg_on_white():
    made = redrawn(files.picture("PNG", (900, 300), "RGBA"), PNG)
    assert (made.kind, opened(made.data).mode) == (PNG, "RGBA")
    small = opened(made.small)
    assert (small.format, small.size, small.getpixel((5, 5))) == (
        "JPEG",
        (480, 160),
        (255, 255, 255),
    )


def test_two_pictures_in_one_file_of_a_telephone():
    """Some telephones write a second picture (its depth) behind the first: MPO."""
    first, second = (Image.new("RGB", (60, 40), colour) for colour in ("red", "blue"))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    image = opened(redrawn(out.getvalue(), JPEG).data)
    assert (image.format, image.size) == ("JPEG", (60, 40))
    assert image.getpixel((5, 5))[0] > 200


@pytest.mark.parametrize(
    "data",
    [
        files.jpeg()[:200],
        files.jpeg()[:-40][:300] + b"\x00" * 50,
        b"\xff\xd8\xff\xe0 not a picture",
        files.bomb_png(3_000, 3_000),  # says far more than it holds
        b"RIFF\x10\x00\x00\x00WEBPVP8 junkjunk",
    ],
)
def test_a_damaged_picture_is_refused_in_words(data):
    from twoshores.common.file_kinds import kind_of

    with pytest.raises(ValueError, match="damaged"):
        redrawn(data, kind_of(data))
