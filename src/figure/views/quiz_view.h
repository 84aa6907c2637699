#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "figure/figure.h"

namespace seglab::figure {

/// One patch, and the question which class its centre has.
struct QuizQuestion {
    std::shared_ptr<const Pixels> patch = {};
    std::vector<std::string> names = {};  ///< of the classes
    std::vector<Color> colors = {};
    std::optional<int> answer = {};  ///< what was said; then truth and network are told
    int truth = 0, network = 0;
    std::string parameter = {};  ///< that an answer sets: to `said` with the digit of the class behind it
    std::string said = {};
};

/// The patch enlarged, its centre framed; at its right a button for each class. Regions patch, answer(i); when the
/// question is answered the buttons tell who said what, and what it is.
void addQuizQuestion(Figure& figure, const Box& box, const QuizQuestion& question, const View& view);

/// What its buttons take at least, with room for a title.
float quizQuestionHeight(const QuizQuestion& question, const View& view);

/// Shares of right answers, 0 … 1, by the side of the patch; NaN where there is none yet.
struct QuizScores {
    std::vector<int> sides = {};
    std::vector<double> person = {}, network = {};  ///< on the same questions, one for each of `sides`
    std::vector<int> allSides = {};
    std::vector<double> all = {};  ///< the networks on all pixels of the picture, one for each of `allSides`
};

/// Regions person(i), network(i), all(i).
void addQuizScores(Figure& figure, const Box& box, const QuizScores& scores, const View& view);

}  // namespace seglab::figure
