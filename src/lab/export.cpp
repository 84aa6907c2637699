#include "lab/export.h"

#include "figure/svg.h"
#include "figure/text.h"
#include "lab/predict.h"

namespace seglab::lab {

std::string titleOf(const Scene& scene) {
    const std::string caption = coveredCaption(scene.model->caption(scene.state.step), scene.state.hidden);
    return scene.state.lab->definition.title + ": " + figure::plainText(caption);
}

std::string toSvg(const Scene& scene, const figure::View& view) {
    return figure::toSvg(scene.model->figure(scene.state.step, view), titleOf(scene));
}

}  // namespace seglab::lab
