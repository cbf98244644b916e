#include "change/name_relation.h"

#include <algorithm>

#include "change/name_edits.h"
#include "model/ascii.h"

namespace cordon::change {
namespace {

constexpr std::size_t kMostEdits = 2;

LookAlikeKind kind_of(Edit edit) {
  switch (edit) {
    case Edit::added: return LookAlikeKind::added_letter;
    case Edit::omitted: return LookAlikeKind::omitted_letter;
    case Edit::repeated: return LookAlikeKind::repeated_letter;
    case Edit::replaced: return LookAlikeKind::replaced_letter;
    case Edit::adjacent: return LookAlikeKind::neighbouring_key;
    case Edit::swapped: return LookAlikeKind::swapped_letters;
  }
  return LookAlikeKind::two_edits;
}

// Without a number at the end, and what may stand before it: "preact7", "react-redux-4", "log4js-v2".
std::string_view without_version(std::string_view name) {
  const std::string_view whole = name;
  while (!name.empty() && (model::ascii::is_digit(name.back()) || name.back() == '.')) name.remove_suffix(1);
  if (name.size() == whole.size()) return whole;
  if (name.size() > 2 && name.ends_with('v') && !model::ascii::is_alphanumeric(name[name.size() - 2]))
    name.remove_suffix(1);
  while (!name.empty() && !model::ascii::is_alphanumeric(name.back())) name.remove_suffix(1);
  return name.empty() ? whole : name;
}

bool is_plural(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return a.size() > 2 && b.starts_with(a) && (b.substr(a.size()) == "s" || b.substr(a.size()) == "es");
}

// What differs, word by word. Words that both have say nothing: "react-bee" is no "react-use". False when the words
// that differ are much further apart than the names as a whole: a separator that moved makes one edit two.
bool compare_words(const NameForms& name, const NameForms& target, NameRelation& relation) {
  if (name.words.size() != target.words.size()) {
    relation.letters = std::max(name.letters.size(), target.letters.size());
    if (name.words.size() > target.words.size())
      for (const std::string_view word : name.words)
        if (std::ranges::find(target.words, word) == target.words.end()) relation.new_words.push_back(word);
    return true;
  }
  std::size_t edits = 0;
  bool plural = true;
  for (std::size_t i = 0; i < name.words.size(); ++i) {
    const std::string_view word = name.words[i], right = target.words[i];
    if (word == right) continue;
    relation.letters += std::max(word.size(), right.size());
    edits += edit_distance(word, right, kMostEdits);
    plural = plural && is_plural(word, right);
    if (name.words.size() > 1) relation.new_words.push_back(word);
  }
  relation.natural = relation.natural || (plural && relation.edits == 1 && relation.letters > 0);
  return edits <= relation.edits + 1;
}

std::optional<NameRelation> relate_edits(const NameForms& name, const NameForms& target) {
  NameRelation relation;
  relation.edits = edit_distance(name.text, target.text, kMostEdits);
  if (relation.edits == 0 || relation.edits > kMostEdits) return std::nullopt;
  if (relation.edits == 1)
    if (const auto edit = single_edit(name.text, target.text)) relation.kind = kind_of(*edit);
  // With another separator, one edit of the letters is still that one.
  if (relation.edits == 2)
    if (const auto edit = single_edit(name.letters, target.letters)) relation.kind = kind_of(*edit);
  relation.natural = without_version(name.text) == without_version(target.text);
  if (!compare_words(name, target, relation)) return std::nullopt;
  // Nobody means to swap letters: that they are few excuses nothing.
  if (relation.kind == LookAlikeKind::swapped_letters) relation.letters = target.letters.size();
  return relation;
}

bool same_words(const NameForms& name, const NameForms& target) {
  if (name.words.size() < 2 || name.words.size() != target.words.size()) return false;
  return std::ranges::is_permutation(name.words, target.words);
}

std::optional<NameRelation> relate_unscoped(const NameForms& name, const NameForms& target) {
  NameRelation relation;
  relation.letters = target.letters.size();
  if (name.letters == target.letters) {
    relation.kind = LookAlikeKind::separators;
    return relation;
  }
  if (as_seen(name.text) == as_seen(target.text)) {
    relation.kind = LookAlikeKind::homoglyph;
    return relation;
  }
  if (same_words(name, target)) {
    relation.kind = LookAlikeKind::word_order;
    return relation;
  }
  return relate_edits(name, target);
}

// Both have a scope, and not the same: whoever uses the name of a package in a scope of his own makes a fork, unless
// the scope itself could be taken for the other.
std::optional<NameRelation> relate_scoped(const NameForms& name, const NameForms& target) {
  auto relation = relate_edits(name, target);
  if (!relation || edit_distance(name.parts.scope, target.parts.scope, kMostEdits) > kMostEdits) return std::nullopt;
  relation->letters = std::max(name.parts.scope.size(), target.parts.scope.size());
  return relation;
}

}  // namespace

std::string_view to_string(LookAlikeKind kind) {
  switch (kind) {
    case LookAlikeKind::added_letter: return "added-letter";
    case LookAlikeKind::omitted_letter: return "omitted-letter";
    case LookAlikeKind::repeated_letter: return "repeated-letter";
    case LookAlikeKind::replaced_letter: return "replaced-letter";
    case LookAlikeKind::neighbouring_key: return "neighbouring-key";
    case LookAlikeKind::swapped_letters: return "swapped-letters";
    case LookAlikeKind::two_edits: return "two-edits";
    case LookAlikeKind::separators: return "separators";
    case LookAlikeKind::word_order: return "word-order";
    case LookAlikeKind::scope: return "scope";
    case LookAlikeKind::letter_case: return "letter-case";
    case LookAlikeKind::homoglyph: return "homoglyph";
    case LookAlikeKind::unicode_homoglyph: return "unicode-homoglyph";
    case LookAlikeKind::added_words: return "added-words";
  }
  return {};
}

NameForms::NameForms(std::string_view name)
    : text(name), letters(without_separators(name)), parts(split_scope(text)), words(words_of(text)) {}

std::optional<NameRelation> relate(const NameForms& name, const NameForms& target) {
  if (name.text == target.text) return std::nullopt;
  const bool is_scoped = !name.parts.scope.empty(), target_is_scoped = !target.parts.scope.empty();
  if (is_scoped && target_is_scoped)
    return name.parts.scope == target.parts.scope ? std::nullopt : relate_scoped(name, target);
  if (!is_scoped && !target_is_scoped) return relate_unscoped(name, target);
  if (name.letters != target.letters) return std::nullopt;
  NameRelation relation;
  relation.kind = LookAlikeKind::scope;
  relation.letters = target.letters.size();
  return relation;
}

}  // namespace cordon::change
