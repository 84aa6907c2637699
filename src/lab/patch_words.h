#pragma once

#include <string>
#include <vector>

#include "figure/views/class_bars.h"
#include "figure/views/legend.h"
#include "figure/views/patch_view.h"
#include "lab/patch_networks.h"

// What is said and drawn about one pixel that a patch network has classified, in every lab that has one.
namespace seglab::lab {

/// Of the classes, as maps, bars and overlays show them.
std::vector<figure::Color> classColors(const NetworkPicture& picture);

/// Their names beside their colours.
std::vector<figure::LegendEntry> classLegend(const NetworkPicture& picture);

/// The shares of a pixel's classes; regions `name`(0), `name`(1) …
figure::ClassBars barsAt(const NetworkPicture& picture, const PatchRun& run, core::Pair pixel, const std::string& name);

/// "grass, 61 %; it is tree", marked up; without the truth where nobody knows it.
std::string verdict(const NetworkPicture& picture, const PatchRun& run, core::Pair pixel);

/// The patches around a pixel that networks of several sizes see, and what each says; all of it told.
figure::PatchSizes sizesAt(const NetworkPicture& picture, const std::vector<std::shared_ptr<const PatchRun>>& runs,
                           core::Pair pixel);

}  // namespace seglab::lab
