#include "lab/state.h"

#include "fuzz/target.h"

namespace seglab::test {

namespace {

/// What opens is written in its canonical form and opens again as the same. Of the lab that it names, or without a name
/// of the one with a parameter of every type.
void parse(std::string_view bytes) {
    const lab::Scene scene =
        lab::openScene({.lab = bytes.substr(0, 1) == "?" ? "every-type" : "", .state = std::string(bytes)});
    const std::string canonical = lab::toText(scene.state, true);
    require(lab::openScene({.state = canonical}).state == scene.state, "a state survives its own text");
    require(lab::toText(lab::openScene({.state = canonical}).state, true) == canonical, "the canonical form is one");
}

FuzzTarget target() {
    return {
        .name = "state",
        .parse = parse,
        .good = {"every-type", "every-type?flag=on&count=5&rate=-0.25&stride=2,1&padding=2,1&input=1,2;3,4",
                 "?preset=wide&step=2&select=counter(0,1)&hide=output&lock=count,rate",
                 "?note=a%20b%26c&view=stamp&step=3", "transposed-convolution?stride=3&view=all&granularity=multiply",
                 "unpooling?preset=one-place&hide=output(0,1),source", "downsampling?preset=lecture-3x3&step=last"},
        .bad = {"", "no-such-lab?step=1", "?step", "?count=x", "?count=51", "?count=7", "?stride=2&padding=3",
                "?input=1,2;3", "?view=%zz", "?preset=tall", "?nothing=1", "?count=1&count=2",
                "?view=matrix&image=/nowhere/picture.png", "?input=1e999", "?step=-1", "?hide=source),output(0,0",
                "?note=" + std::string(70'000, 'x')}};
}

SEGLAB_FUZZ_TARGET(target())

}  // namespace

}  // namespace seglab::test
