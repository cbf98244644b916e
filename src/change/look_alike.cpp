#include "change/look_alike.h"

#include <algorithm>
#include <bit>
#include <tuple>

#include "change/name_data.h"
#include "change/name_edits.h"
#include "change/popular.h"
#include "change/popular_targets.h"

namespace cordon::change {
namespace {

constexpr std::size_t kMostEdits = 2;
// In decibels of downloads. A name that is used a thousandth as often as its target is no longer excused by its use;
// below a 30,000th, a clear slip is worth a report in spite of it.
constexpr int kExcused = 30, kRare = 45, kMostOfRare = 40;
constexpr Magnitude kGreat = {70};             // ten million: the 5,500 most used packages
constexpr Magnitude kGreatest = {85};          // 300 million: the 300 most used ones
constexpr int kMostPopular = 99;               // no list has more
constexpr std::uint8_t kWordIsKnown = 43;      // a package of that name is downloaded 20,000 times a month
constexpr Magnitude kHeldInOthers = {75};      // targets of added words: 30 million
constexpr std::size_t kFamilyBytes = 1'200;    // of the list, about 80 names: so many begin with the name of the target
constexpr std::uint32_t kOldEnoughDays = 730;  // look-alikes that harm are taken down long before
// Names that relate may differ by two edits, or by "m" for "rn"; separators do not count.
constexpr int kMostOtherLetters = 6;

// The name that is asked about.
struct Asked {
  std::string_view ecosystem;
  std::string_view name;  // as the registry knows it
  const NameForms& forms;
  std::optional<Magnitude> popularity;
};

enum class Use : std::uint8_t { unlisted, rare, uncommon, common };

Use use_of(const Asked& asked, Magnitude target) {
  if (!asked.popularity) return Use::unlisted;
  const int used = asked.popularity->decibels, distance = target.decibels - used;
  if (distance < kExcused) return Use::common;
  return distance < kRare || used > kMostOfRare ? Use::uncommon : Use::rare;
}

bool is_known_word(const Asked& asked, std::string_view word) {
  if (word.size() < 2) return false;
  const auto found = popularity(asked.ecosystem, word);
  return found && found->decibels >= kWordIsKnown;
}

// Letters that must be involved before the relation is worth a report, or else a hint; 0: never.
struct Least {
  std::size_t report, hint;
};

// What happens to anybody who types; the other kinds need a mind that makes them.
bool is_slip(LookAlikeKind kind) {
  return kind <= LookAlikeKind::swapped_letters || kind == LookAlikeKind::separators ||
         kind == LookAlikeKind::homoglyph;
}

Least least_letters(LookAlikeKind kind, std::size_t edits, Use use, Magnitude target) {
  if (use == Use::common) return {0, 0};
  if (use == Use::uncommon) return is_slip(kind) ? Least{0, 6} : Least{0, 0};
  const bool unlisted = use == Use::unlisted, great = target >= kGreat;
  switch (kind) {
    case LookAlikeKind::unicode_homoglyph:
    case LookAlikeKind::letter_case: return {1, 1};
    case LookAlikeKind::two_edits:
      if (!unlisted) return {0, 8};
      if (!great) return {0, 6};
      return target >= kGreatest ? Least{4, 4} : Least{5, 4};
    case LookAlikeKind::word_order:
    case LookAlikeKind::added_words: return {0, 5};
    case LookAlikeKind::scope: return unlisted ? Least{7, 5} : Least{0, 8};
    case LookAlikeKind::homoglyph:
    case LookAlikeKind::separators: return unlisted ? Least{4, 3} : Least{6, 4};
    default:
      if (edits == 2 && !(unlisted && great)) return {0, 6};
      if (!unlisted) return {6, 4};
      return great ? Least{3, 2} : Least{5, 4};
  }
}

std::optional<LookAlikeStrength> strength_of(const Asked& asked, const NameRelation& relation, const Target& target,
                                             bool own) {
  const auto& words = relation.new_words;
  const auto is_known = [&](std::string_view word) { return is_known_word(asked, word); };
  if (!words.empty() && std::ranges::all_of(words, is_known)) return std::nullopt;
  Least least = least_letters(relation.kind, relation.edits, use_of(asked, target.popularity), target.popularity);
  // Names of one project resemble each other on purpose.
  if (own && relation.kind == LookAlikeKind::two_edits) least.report = 0;
  if (least.report != 0 && relation.letters >= least.report && !relation.natural) return LookAlikeStrength::report;
  if (least.hint != 0 && relation.letters >= least.hint) return LookAlikeStrength::hint;
  return std::nullopt;
}

// The best of what was found: the stronger, the nearer, the more popular one.
class Best {
 public:
  explicit Best(const Asked& asked) : asked_(asked) {}

  void offer(const Target& target, const NameRelation& relation, bool own) {
    const auto strength = strength_of(asked_, relation, target, own);
    if (!strength) return;
    const auto rank = std::tuple(*strength, kMostEdits - relation.edits, own, target.popularity);
    if (found_ && rank <= rank_) return;
    rank_ = rank;
    found_ = LookAlike{.target = std::string(target.name),
                       .kind = relation.kind,
                       .strength = *strength,
                       .own = own,
                       .name_popularity = asked_.popularity,
                       .target_popularity = popularity(asked_.ecosystem, target.name)};
  }

  void compare(const Target& target) {
    const NameForms forms(target.name);
    if (const auto relation = relate(asked_.forms, forms)) offer(target, *relation, false);
  }

  std::optional<LookAlike> take() { return std::move(found_); }

 private:
  const Asked& asked_;
  std::optional<LookAlike> found_;
  std::tuple<LookAlikeStrength, std::size_t, bool, Magnitude> rank_;
};

// The same name in another script, or with capitals that the registry no longer takes.
NameRelation written_differently(std::string_view name) {
  const bool is_ascii = std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return {.kind = is_ascii ? LookAlikeKind::letter_case : LookAlikeKind::unicode_homoglyph, .letters = name.size()};
}

void compare_writing(const Asked& asked, Best& best) {
  if (asked.forms.text == asked.name) return;
  if (const auto used = popularity(asked.ecosystem, asked.forms.text))
    best.offer({asked.forms.text, *used, 0}, written_differently(asked.name), false);
}

void compare_popular(const Asked& asked, Best& best) {
  const PopularTargets& targets = PopularTargets::of_npm();
  const std::string& name = asked.forms.text;
  for (const NameForm form : {NameForm::letters, NameForm::seen, NameForm::words})
    for (const Target* target : targets.equal(form, name)) best.compare(*target);
  for (const Target* target : targets.near(name, kMostEdits))
    if (edit_distance(name, target->name, kMostEdits) <= kMostEdits) best.compare(*target);
}

// Whether a part of a name that is `target` but for separators says anything: not when it is a common word, and whole
// families of names begin so ("react", "eslint").
bool is_worth_holding(const Target& target, std::string_view part) {
  if (target.name.size() < 5 || target.popularity < kHeldInOthers || !split_scope(target.name).scope.empty())
    return false;
  if (without_separators(target.name) != without_separators(part)) return false;
  // '.' follows '-': names of the family lie between the two.
  const std::string_view list = npm_names();
  const std::size_t first = lower_bound(list, std::string(target.name) + '-');
  return lower_bound(list, std::string(target.name) + '.') - first <= kFamilyBytes;
}

// "plain-crypto-js" holds "crypto-js", "easy-day-js" "dayjs".
void compare_parts(const Asked& asked, Best& best) {
  const auto& words = asked.forms.words;
  if (!asked.forms.parts.scope.empty() || words.size() < 2 || words.size() > 6) return;
  for (std::size_t first = 0; first < words.size(); ++first) {
    for (std::size_t last = first; last < words.size(); ++last) {
      if (last - first + 1 == words.size()) continue;
      const auto begin = static_cast<std::size_t>(words[first].data() - asked.forms.text.data());
      const auto end = static_cast<std::size_t>(words[last].data() + words[last].size() - asked.forms.text.data());
      const std::string_view part = std::string_view(asked.forms.text).substr(begin, end - begin);
      for (const Target* target : PopularTargets::of_npm().equal(NameForm::letters, part))
        if (is_worth_holding(*target, part))
          best.offer(*target, {.kind = LookAlikeKind::added_words, .letters = target->name.size()}, false);
    }
  }
}

// "@types-react/dom" for "@types/react": the owner of "@types" has nothing to do with it.
void compare_scope_parts(const Asked& asked, Best& best) {
  const std::string_view scope = asked.forms.parts.scope;
  for (std::size_t dash = scope.find('-'); dash != std::string_view::npos; dash = scope.find('-', dash + 1)) {
    const std::string target = '@' + std::string(scope.substr(0, dash)) + '/' + std::string(scope.substr(dash + 1));
    if (const auto used = popularity(asked.ecosystem, target); used >= kHeldInOthers)
      best.offer({target, *used, 0}, {.kind = LookAlikeKind::scope, .letters = target.size()}, false);
  }
}

void compare_own(const Asked& asked, std::span<const std::string_view> own, Best& best) {
  const std::uint64_t mask = letter_mask(asked.forms.text);
  for (const std::string_view other : own) {
    if (other.empty() || other.size() > kLongestName) continue;
    if (std::popcount((letter_mask(other) ^ mask) & kLetterBits) > kMostOtherLetters) continue;
    // How much it is used is looked up for the few that are alike at all.
    const auto target = [&] { return Target{other, popularity(asked.ecosystem, other).value_or(Magnitude{}), 0}; };
    const NameForms forms(as_ascii(canonical_name(asked.ecosystem, other)));
    if (forms.text != asked.forms.text) {
      if (const auto relation = relate(asked.forms, forms)) best.offer(target(), *relation, true);
    } else if (asked.name != asked.forms.text && canonical_name(asked.ecosystem, other) == forms.text) {
      best.offer(target(), written_differently(asked.name), true);
    }
  }
}

}  // namespace

std::optional<LookAlike> look_alike(std::string_view ecosystem, std::string_view name,
                                    std::span<const std::string_view> own, const NameFacts& facts) {
  if (name.empty() || name.size() > kLongestName || std::ranges::find(own, name) != own.end()) return std::nullopt;
  if (facts.shared_publisher == true || facts.same_repository == true) return std::nullopt;
  const std::string canonical = canonical_name(ecosystem, name);
  const NameForms forms(as_ascii(canonical));
  const Asked asked = {ecosystem, canonical, forms, popularity(ecosystem, name)};
  if (asked.popularity && asked.popularity->decibels + kExcused >= kMostPopular) return std::nullopt;
  // Who owns a scope that is in use need not imitate anybody with it.
  if (!forms.parts.scope.empty() && is_listed_scope(ecosystem, name.substr(0, name.find('/')))) return std::nullopt;
  Best best(asked);
  compare_own(asked, own, best);
  if (has_list(ecosystem)) {
    compare_writing(asked, best);
    compare_popular(asked, best);
    compare_parts(asked, best);
    compare_scope_parts(asked, best);
  }
  auto found = best.take();
  if (found && facts.age_days.value_or(0) >= kOldEnoughDays) found->strength = LookAlikeStrength::hint;
  return found;
}

}  // namespace cordon::change
