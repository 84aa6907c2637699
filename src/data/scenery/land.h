#pragma once

#include "data/scenery/painting.h"

// The stuff of a pasture: sky, grass, ground and trees.
namespace seglab::data::scenery {

/// What the whole picture has in common. Grass and trees take their greens from one range, earth and fur overlap.
struct Daylight {
    Rgb zenith, horizon;  ///< of the sky
    Rgb cloud, haze;
    Rgb sun;    ///< tint of what is lit
    Rgb green;  ///< of this day's grass and leaves
    Rgb earth;
    Point towardsSun;  ///< of length 1, y up the picture (negative)
    float cloudiness = 0.5f;

    explicit Daylight(core::Random& random);
    /// A green of its own for one plant or field.
    Rgb someGreen(core::Random& random) const;
    /// The colour seen through the air of a distance, 0 near … 1 at the horizon.
    Rgb through(Rgb colour, float distance) const { return mix(colour, haze, 0.62f * distance * distance); }
};

/// How far down the picture things stand, and how large they look there.
struct Perspective {
    float horizon = 0.4f;
    /// 0 at the bottom edge … 1 at the horizon.
    float distance(float y) const { return clamp01((1 - y) / (1 - horizon)); }
    /// Size of a unit length that stands at y; 1 at the bottom edge.
    float scale(float y) const { return 0.16f + 0.84f * (1 - distance(y)); }
};

void paintSky(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random);
/// Hills behind the meadow, with woods on them.
void paintHills(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random);
/// The meadow, and a path or a bare place in it.
void paintMeadow(Canvas& canvas, const Daylight& day, const Perspective& view, core::Random& random);

/// A tuft of blades around a foot on the ground.
struct Tuft {
    Point foot;
    float width = 0.1f, height = 0.05f;
    int blades = 20;
};
void paintTuft(Canvas& canvas, const Daylight& day, const Tuft& tuft, core::Random& random);

/// A tree, or a bush where the trunk is hidden.
struct Tree {
    Point foot;
    float height = 0.5f;
    float distance = 0;  ///< through the air
    bool bush = false;
};
void paintTree(Canvas& canvas, const Daylight& day, const Tree& tree, core::Random& random);

}  // namespace seglab::data::scenery
