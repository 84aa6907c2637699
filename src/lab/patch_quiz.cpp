#include "lab/patch_quiz.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "core/random.h"

namespace seglab::lab {

using core::Pair;

namespace {

std::vector<int> labelledPixels(const NetworkPicture& picture) {
    std::vector<int> pixels;
    for (std::size_t i = 0; i < picture.labels.values.size(); ++i)
        if (picture.labels.values[i] != data::kIgnored) pixels.push_back(int(i));
    return pixels;
}

int readAnswer(const std::string& answers, std::size_t round, int classes) {
    const int answer = answers[round] - '0';
    if (answer < 0 || answer >= classes)
        throw Error(Kind::BadInput, fmt::format("'{}' is no class", answers[round]),
                    fmt::format("give a digit from 0 to {} for each answer", classes - 1), "answers");
    return answer;
}

}  // namespace

const std::vector<int>& quizSides() {
    static const std::vector<int> sides{1, 5, 17, 33};
    return sides;
}

PatchQuiz::PatchQuiz(const std::shared_ptr<const NetworkPicture>& picture, std::uint64_t seed, std::string answers)
    : picture_(picture), answers_(std::move(answers)) {
    const std::vector<int> pixels = labelledPixels(*picture);
    if (pixels.empty()) return;
    if (answers_.size() > kRounds)
        throw Error(Kind::BadInput, fmt::format("{} answers to {} questions", answers_.size(), kRounds),
                    "give one digit for each answer", "answers");
    core::Random random(seed);
    for (int i = 0; i < kRounds; ++i) {
        const int side = quizSides()[std::size_t(i) % quizSides().size()];
        const int at = pixels[std::size_t(random.integer(0, std::int64_t(pixels.size()) - 1))];
        QuizRound round{.side = side, .pixel = {at / picture->width(), at % picture->width()}};
        round.truth = picture->labels.values[std::size_t(at)];
        round.network = patchRun(side, picture)->scores().best[std::size_t(at)];
        if (std::size_t(i) < answers_.size())
            round.answer = readAnswer(answers_, std::size_t(i), int(picture->classes.size()));
        rounds_.push_back(round);
    }
}

template <class Named>
double PatchQuiz::share(int side, int count, Named named) const {
    int asked = 0, right = 0;
    for (int i = 0; i < std::min(count, answered()); ++i) {
        const QuizRound& round = rounds_[std::size_t(i)];
        if (round.side != side) continue;
        ++asked;
        right += named(round) == round.truth;
    }
    return asked > 0 ? double(right) / asked : NAN;
}

double PatchQuiz::personRight(int side, int count) const {
    return share(side, count, [](const QuizRound& round) { return *round.answer; });
}

double PatchQuiz::networkRight(int side, int count) const {
    return share(side, count, [](const QuizRound& round) { return round.network; });
}

}  // namespace seglab::lab
