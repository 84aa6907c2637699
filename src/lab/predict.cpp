#include "lab/predict.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "core/error.h"
#include "figure/text.h"
#include "lab/regions.h"

namespace seglab::lab {

namespace {

bool separates(char c) {
    return c == ' ' || c == '*';
}

std::string without(std::string text, const std::string& sign) {
    for (std::size_t at; (at = text.find(sign)) != std::string::npos;) text.erase(at, sign.size());
    return text;
}

/// What a unit at the end multiplies by: "2.64 G"; it is taken off.
double unitOf(std::string& text) {
    const std::size_t unit = std::string("kMGTP").find(text.empty() ? ' ' : text.back());
    if (unit == std::string::npos) return 1;
    text.pop_back();
    return std::pow(1000.0, double(unit) + 1);
}

/// "12", "−3", "54 ×", "2.64 G"
std::optional<double> asNumber(std::string text) {
    const std::string minus = "−";
    text = without(without(text, "×"), " ");
    if (text.rfind(minus, 0) == 0) text = "-" + text.substr(minus.size());
    const double unit = unitOf(text);
    if (text.empty()) return std::nullopt;
    if (text.find_first_not_of("+-.0123456789eE") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (*end != '\0' || !std::isfinite(value)) return std::nullopt;
    return value * unit;
}

/// "bx + az" → {"az", "bx"}: products and factors in a fixed order, signs of multiplication dropped.
std::vector<std::string> products(const std::string& sum) {
    std::vector<std::string> all(1);
    for (const char c : without(without(sum, "·"), "×")) {
        if (c == '+')
            all.emplace_back();
        else if (!separates(c))
            all.back().push_back(c);
    }
    for (std::string& product : all) std::sort(product.begin(), product.end());
    std::sort(all.begin(), all.end());
    return all;
}

bool same(double guess, double value) {
    return std::abs(guess - value) <= 0.5e-3 * std::max(1.0, std::abs(value));
}

figure::Region uncovered(const Scene& scene, const std::string& name) {
    figure::View view = viewOf(scene.state);
    view.hidden.clear();
    return regionNamed(scene, name, view);
}

}  // namespace

Verdict judge(const Scene& scene, const std::string& name, const std::string& guess) {
    const figure::Region region = uncovered(scene, name);
    if (!region.value && region.text.empty())
        throw Error(Kind::BadInput, "there is no number to guess", "choose a cell with a number", name);
    const std::optional<double> number = asNumber(guess);
    Verdict verdict;
    if (number && region.value)
        verdict.right = same(*number, *region.value) || asNumber(region.text) == number;  // drawn, it may be rounded
    else
        verdict.right = !region.text.empty() && products(guess) == products(region.text);
    if (verdict.right)
        verdict.answer = region.text.empty() ? figure::formatNumber(*region.value) : region.text;
    else if (number)
        verdict.explanation = scene.model->answer(name, *number);
    return verdict;
}

void reveal(Scene& scene, const std::string& name) {
    std::set<std::string>& hidden = scene.state.hidden;
    const figure::Region region = uncovered(scene, name);
    if (hidden.erase(region.role) > 0) {
        figure::View view = viewOf(scene.state);
        for (const figure::Region& other : regionsOf(scene, scene.state.step, view))
            if (other.role == region.role) hidden.insert(other.name);
    }
    hidden.erase(name);
}

std::string coveredCaption(const std::string& markup, const std::set<std::string>& hidden) {
    if (hidden.empty()) return markup;
    std::string covered;
    std::size_t at = 0;
    for (std::size_t open; (open = markup.find('[', at)) != std::string::npos;) {
        const std::size_t bar = markup.find('|', open), close = markup.find(']', open);
        if (bar == std::string::npos || close == std::string::npos || bar > close) break;
        covered += markup.substr(at, bar + 1 - at);
        const std::string role = markup.substr(open + 1, bar - open - 1);
        const std::string text = markup.substr(bar + 1, close - bar - 1);
        const std::size_t equals = text.find(" = ");
        const bool hides = hidden.count(role) || hidden.count(text.substr(0, equals));
        covered += hides && equals != std::string::npos ? text.substr(0, equals + 3) + kCovered : text;
        at = close;
    }
    return covered + markup.substr(at);
}

}  // namespace seglab::lab
