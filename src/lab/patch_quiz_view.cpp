#include <fmt/format.h>

#include <algorithm>

#include "figure/tensor_pixels.h"
#include "figure/views/quiz_view.h"
#include "figure/views/two_panes.h"
#include "lab/patch_quiz.h"
#include "lab/patch_words.h"

namespace seglab::lab {

namespace {

constexpr float kLeastPlot = 8;  // em

std::string sizeText(int side) {
    return fmt::format("{0} × {0} {1}", side, side == 1 ? "pixel" : "pixels");
}

figure::QuizQuestion questionOf(const PatchQuiz& quiz, const QuizRound& round) {
    const NetworkPicture& picture = *quiz.picture();
    figure::QuizQuestion question{.colors = classColors(picture),
                                  .answer = round.answer,
                                  .truth = round.truth,
                                  .network = round.network,
                                  .parameter = "answers",
                                  .said = quiz.answers()};
    for (const data::ClassInfo& info : picture.classes) question.names.push_back(info.name);
    const auto run = patchRun(round.side, quiz.picture());
    question.patch = figure::pixelsOf(nn::patchAt(run->padded(), run->sliding().patch(), round.pixel));
    return question;
}

figure::QuizScores scoresOf(const PatchQuiz& quiz, int step) {
    figure::QuizScores scores{.sides = quizSides(), .allSides = patchSides()};
    for (const int side : scores.sides) {
        scores.person.push_back(quiz.personRight(side, step));
        scores.network.push_back(quiz.networkRight(side, step));
    }
    for (const int side : scores.allSides) scores.all.push_back(patchRun(side, quiz.picture())->accuracy());
    return scores;
}

}  // namespace

std::string PatchQuiz::caption(int step) const {
    if (rounds_.empty()) return "Nobody knows the classes of a photograph: choose a scene to play.";
    if (step == 0)
        return fmt::format("What is the [selection|pixel in the middle]? {} questions; the networks see what you see.",
                           kRounds);
    const QuizRound& round = rounds_[std::size_t(step) - 1];
    const auto name = [&](int index) { return picture_->classes[std::size_t(index)].name; };
    return fmt::format("{}: you said {}, the network {}; it is [b|{}].", sizeText(round.side), name(*round.answer),
                       name(round.network), name(round.truth));
}

figure::Figure PatchQuiz::draw(int step, const figure::View& view) const {
    figure::Figure figure = emptyStage(view);
    if (rounds_.empty()) return figure;
    const figure::Box area = stageArea(figure, view);
    const int index = std::min(step, kRounds - 1);
    const QuizRound& round = rounds_[std::size_t(index)];
    const figure::QuizQuestion question = questionOf(*this, round);
    const float scores = std::min(0.42f * area.height, area.height - figure::quizQuestionHeight(question, view));
    const bool plotted = scores > kLeastPlot * view.em();
    const figure::TwoPanes panes = figure::twoPanes(area, plotted ? scores : 0, view);
    figure::addPaneTitle(figure, panes, panes.picture,
                         fmt::format("question {} of {}, [n|{}]", index + 1, kRounds, sizeText(round.side)), view);
    figure::addQuizQuestion(figure, {panes.picture.x, panes.picture.y, area.width, panes.picture.height}, question,
                            view);
    if (plotted) figure::addQuizScores(figure, panes.foot, scoresOf(*this, step), view);
    return figure;
}

}  // namespace seglab::lab
