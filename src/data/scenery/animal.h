#pragma once

#include <vector>

#include "data/scenery/land.h"

// Cats and dogs: a skeleton of bones in parts, drawn from the far side to the near one.
namespace seglab::data::scenery {

/// Bones that grow together into one smooth shape.
struct Part {
    std::vector<Bone> bones;
    float blend = 0.12f;  ///< width of the filled creases
    float light = 1;      ///< the far legs are darker
    Rgb dye{1, 1, 1};     ///< multiplies the coat
};

/// Something small on the surface: an eye, a nose, a whisker.
struct Mark {
    Bone bone;
    Rgb colour;
};

/// In the animal's own units: feet at y = 0, y up, facing +x; a shoulder stands about 1 high.
struct Body {
    std::vector<Part> parts;
    std::vector<Mark> marks;
};

/// Fur that cats and dogs share: a base and a second colour, and what is drawn with it.
struct Coat {
    enum class Pattern { Plain, Stripes, Patches, White };  ///< White: chest, muzzle and paws
    Rgb base, second;
    Pattern pattern = Pattern::Plain;

    Coat(core::Random& random, bool cat);
};

Body someCat(core::Random& random);
Body someDog(core::Random& random);

struct Animal {
    Point foot;          ///< on the ground, below the middle of the body
    float scale = 0.2f;  ///< side lengths of the picture for one of the animal's units
    bool left = false;   ///< faces left
    float distance = 0;  ///< through the air
    Ink ink;
};
void paintAnimal(Canvas& canvas, const Daylight& day, const Animal& animal, core::Random& random);

}  // namespace seglab::data::scenery
