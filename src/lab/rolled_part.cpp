#include "lab/rolled_part.h"

#include "figure/views/panel_title.h"
#include "figure/views/rolled_view.h"

namespace seglab::lab {

int RolledPart::stepCount() const {
    return figure::RolledScene::stepCount(classifier_);
}

std::string RolledPart::caption(int step) const {
    return figure::rolledCaption(classifier_, step);
}

figure::Figure RolledPart::draw(int step, const figure::View& view) const {
    figure::Figure figure = emptyStage(view);
    figure::Box area = stageArea(figure, view);
    area.height -= figure::sourceHeight(view);
    figure::drawRolled(figure, area, {classifier_, step, view});
    figure::addSource(figure, {area.x, area.bottom()}, area.width, "Long, Shelhamer, Darrell 2015", view);
    return figure;
}

std::vector<figure::Term> RolledPart::terms(int step, const std::string& region) const {
    const figure::View view;
    return figure::rolledTerms({classifier_, step, view}, region);
}

std::string RolledPart::answer(const std::string& region, double guess) const {
    return figure::rolledMistake(classifier_, region, guess);
}

}  // namespace seglab::lab
