#include "rules/pattern.h"

#include "model/ascii.h"

namespace cordon::rules {

Pattern::Pattern(std::string_view text, Letters letters) : letters_(letters) {
  const auto fold = [&](char c) { return letters_ == Letters::exact ? c : model::ascii::lower(c); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (c == '\\' && (next == '*' || next == '?' || next == '\\')) {
      steps_.push_back({Part::letter, next});
      ++i;
    } else if (c == '*' || c == '?') {
      has_wildcards_ = true;
      if (c == '*' && !steps_.empty() && steps_.back().part == Part::any_text) continue;  // "**" says no more than "*"
      steps_.push_back({c == '*' ? Part::any_text : Part::any_one, 0});
    } else {
      steps_.push_back({Part::letter, fold(c)});
    }
  }
}

// The usual way back to the last '*': each later one makes the earlier ones settled.
bool Pattern::matches(std::string_view text) const {
  const auto fold = [&](char c) { return letters_ == Letters::exact ? c : model::ascii::lower(c); };
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  std::size_t at = 0, step = 0, star = kNone, star_at = 0;
  while (at < text.size()) {
    if (step < steps_.size() && steps_[step].part == Part::any_text) {
      star = step++;
      star_at = at;
    } else if (step < steps_.size() && (steps_[step].part == Part::any_one || steps_[step].letter == fold(text[at]))) {
      ++step;
      ++at;
    } else if (star != kNone) {
      step = star + 1;
      at = ++star_at;
    } else {
      return false;
    }
  }
  while (step < steps_.size() && steps_[step].part == Part::any_text) ++step;
  return step == steps_.size();
}

std::string Pattern::literal() const {
  std::string out;
  for (const Step& step : steps_)
    if (step.part == Part::letter) out += step.letter;
  return out;
}

Pattern Pattern::anything_before() const {
  Pattern out = *this;
  if (out.steps_.empty() || out.steps_.front().part != Part::any_text)
    out.steps_.insert(out.steps_.begin(), {Part::any_text, 0});
  return out;
}

Pattern Pattern::anything_behind() const {
  Pattern out = *this;
  if (out.steps_.empty() || out.steps_.back().part != Part::any_text) out.steps_.push_back({Part::any_text, 0});
  return out;
}

}  // namespace cordon::rules
