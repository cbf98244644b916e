#include "inventory/javascript/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/text.h"
#include "inventory/javascript/expression.h"
#include "model/javascript_version.h"

namespace cordon::inventory::javascript {
namespace {

constexpr std::int64_t kMemory = 1 << 20;  // of one compiled expression, with those of its states that were met
// Bytes of a text times instructions: what RE2 may need at worst, where the states do not fit into its memory.
constexpr std::uint64_t kMostSteps = 1ull << 34;
constexpr std::size_t kMostVersions = 100;   // that one pattern finds in one text
constexpr std::size_t kMostBeginning = 256;  // bytes of a match in front of a long gap
constexpr std::size_t kMaxVersion = 100;

re2::RE2::Options options() {
  re2::RE2::Options out(re2::RE2::Latin1);
  out.set_log_errors(false);
  out.set_max_mem(kMemory);
  return out;
}

using Groups = std::vector<re2::StringPiece>;

}  // namespace

struct Pattern::Parts {
  Expression expression;
  std::string version;
  Anchor anchor = Anchor::nowhere;
  std::once_flag once;
  std::unique_ptr<re2::RE2> regex;
  std::vector<std::unique_ptr<re2::RE2>> before;  // of expression.before
  std::string fault;
  bool is_too_large = false;

  void compile() {
    std::call_once(once, [&] {
      regex = std::make_unique<re2::RE2>(expression.re2, options());
      is_too_large = regex->ok() && regex->ProgramSize() > static_cast<int>(kMostInstructions);
      if (!regex->ok()) fault = regex->error();
      else if (regex->NumberOfCapturingGroups() != expression.group_count) fault = "groups that cannot be counted";
      else if (expression.groups.size() < 2) fault = "it has no group for the version";
      for (const TextBefore& each : expression.before) {
        before.push_back(std::make_unique<re2::RE2>(each.expression, options()));
        if (!before.back()->ok()) fault = before.back()->error();
      }
    });
  }

  // What a match, if its conditions do not hold, says of where to look next; nothing if they do.
  std::optional<std::size_t> fails(std::string_view text, const Groups& groups) const {
    const auto place = [&](const re2::StringPiece& piece) {
      return static_cast<std::size_t>(piece.data() - text.data());
    };
    const auto group = [&](int number) { return groups[static_cast<std::size_t>(number)]; };
    const std::size_t next = place(groups[0]) + 1;
    for (const GapLength& gap : expression.gaps) {
      const re2::StringPiece found = group(gap.group);
      if (found.data() == nullptr || found.size() <= gap.most) continue;
      // What ends this gap ends every one that begins before: nothing that begins further away can be short enough.
      const std::size_t end = place(found) + found.size();
      return std::max(next, end - std::min(end, gap.most + kMostBeginning));
    }
    for (const SameText& same : expression.same)
      if (group(same.one) != group(same.other)) return next;
    for (std::size_t i = 0; i < before.size(); ++i) {
      const re2::StringPiece marker = group(expression.before[i].group);
      const re2::StringPiece front(text.data(), marker.data() == nullptr ? 0 : place(marker));
      // Only what ends here: the engine searches backwards from the end.
      if (!before[i]->Match(front, front.size() - std::min<std::size_t>(front.size(), kMostBeginning), front.size(),
                            re2::RE2::UNANCHORED, nullptr, 0))
        return next;
    }
    return std::nullopt;
  }

  std::string version_of(const Groups& groups) const {
    const auto original = [&](std::size_t number) -> std::string_view {
      if (number >= expression.groups.size()) return {};
      const re2::StringPiece piece = groups[static_cast<std::size_t>(expression.groups[number])];
      return piece.data() == nullptr ? std::string_view() : std::string_view(piece.data(), piece.size());
    };
    std::string out;
    if (version.empty()) out = original(1);
    for (std::size_t i = 0; i < version.size(); ++i) {
      const bool is_group =
          version[i] == '$' && i + 1 < version.size() && version[i + 1] >= '1' && version[i + 1] <= '9';
      if (is_group) out += original(static_cast<std::size_t>(version[++i] - '0'));
      else out += version[i];
    }
    for (const std::string_view ending : {".min", "-min"})
      if (out.ends_with(ending)) out.resize(out.size() - ending.size());
    while (!out.empty() && std::string_view(".-_").contains(out.back())) out.pop_back();
    if (out.size() > kMaxVersion || !model::javascript::version_key(out)) out.clear();
    return out;
  }
};

Pattern::Pattern(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::make(const model::LibraryPattern& pattern, Anchor anchor) {
  auto parts = std::make_unique<Parts>();
  parts->expression = TRY(translate(pattern.expression));
  parts->version = pattern.version;
  parts->anchor = anchor;
  for (TextBefore& each : parts->expression.before) each.expression += "\\z";
  return Pattern(std::move(parts));
}

const std::vector<std::string>& Pattern::literals() const { return parts_->expression.literals; }

Result<void> Pattern::check() const {
  parts_->compile();
  if (parts_->is_too_large) return fail(ErrorCode::too_large, "the expression needs too many instructions");
  if (!parts_->fault.empty()) return fail(ErrorCode::syntax, text::visible(parts_->fault));
  return {};
}

std::uint32_t Pattern::instructions() const {
  return check() ? static_cast<std::uint32_t>(parts_->regex->ProgramSize()) : 0;
}

std::vector<Hit> Pattern::find(std::string_view text, Work& work) const {
  std::vector<Hit> hits;
  if (!check()) return hits;
  if (text.size() * std::uint64_t{instructions()} > kMostSteps) {
    work.give_up();
    return hits;
  }
  const auto anchor = parts_->anchor == Anchor::both_ends ? re2::RE2::ANCHOR_BOTH : re2::RE2::UNANCHORED;
  Groups groups(static_cast<std::size_t>(parts_->expression.group_count) + 1);
  for (std::size_t at = 0; at <= text.size();) {
    if (!work.spend(text.size() - at + 1)) break;
    if (!parts_->regex->Match({text.data(), text.size()}, at, text.size(), anchor, groups.data(),
                              static_cast<int>(groups.size())))
      break;
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    if (const auto next = parts_->fails(text, groups)) {
      at = *next;
      continue;
    }
    const std::string version = parts_->version_of(groups);
    // More versions than any file has are decoys, and so are versions that nobody can compare.
    if (version.empty() || hits.size() == kMostVersions) work.give_up();
    else if (std::ranges::find(hits, version, &Hit::version) == hits.end()) hits.push_back({version, begin});
    if (work.spent_up()) break;
    at = std::max(begin + 1, begin + groups[0].size());
  }
  return hits;
}

}  // namespace cordon::inventory::javascript
