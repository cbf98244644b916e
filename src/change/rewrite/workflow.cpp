#include "change/rewrite/workflow.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/yaml.h"
#include "change/rewrite/text_edits.h"

namespace cordon::change {
namespace {

constexpr std::string_view kBlank = " \t";
constexpr std::size_t kCommitDigits = 40;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == '/' || c == '+';
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) + 1 - first);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// Whether the comment's first word is the tag already.
bool begins_with(std::string_view comment, std::string_view tag) {
  comment = trimmed(comment.substr(std::min(comment.find_first_not_of("# \t"), comment.size())));
  for (const std::string_view before : {"tag=", ""})
    if (comment.starts_with(before)) {
      comment.remove_prefix(before.size());
      break;
    }
  return comment.substr(0, comment.find_first_of(kBlank)) == tag;
}

// Where a value stands in the text: its letters without quotes, and what is behind it on its line.
struct Place {
  std::size_t begin = 0, end = 0;  // of the letters
  std::size_t rest = 0, line_end = 0;
};

// Fails with refused where the letters do not stand there as they are.
Result<Place> place_of(std::string_view text, const Value& value) {
  Place out;
  out.begin = value.offset();
  const bool quoted = out.begin < text.size() && (text[out.begin] == '"' || text[out.begin] == '\'');
  if (quoted) ++out.begin;
  out.end = out.begin + value.text().size();
  if (text.substr(std::min(out.begin, text.size()), value.text().size()) != value.text())
    return fail(ErrorCode::refused, "it is not written as one word: change it by hand", value.line());
  out.rest = out.end + (quoted ? 1 : 0);
  out.line_end = std::min(text.find('\n', out.rest), text.size());
  if (out.line_end > out.rest && text[out.line_end - 1] == '\r') --out.line_end;
  return out;
}

// The comment of the rest of a line, from its '#'; npos where something else stands there. A collection in brackets may
// end in front of it.
struct Rest {
  bool is_clear = true;
  std::size_t comment = std::string_view::npos;  // offset in the text
};
Rest rest_of(std::string_view text, const Place& place) {
  Rest out;
  for (std::size_t at = place.rest; at < place.line_end; ++at) {
    if (text[at] == '#' && at > place.rest && kBlank.find(text[at - 1]) != std::string_view::npos) {
      out.comment = at;
      return out;
    }
    if (std::string_view(" \t}]").find(text[at]) == std::string_view::npos) out.is_clear = false;
    if (!out.is_clear) return out;
  }
  return out;
}

// By offset: what an alias repeats stands once.
std::map<std::uint32_t, Value> values_of(const Value& root) {
  std::map<std::uint32_t, Value> out;
  const auto add = [&](const Value& holder) {
    if (const Value uses = holder["uses"]; uses.exists() && !uses.text().empty()) out.emplace(uses.offset(), uses);
  };
  const Value jobs = root["jobs"];
  for (const Value::Member job : jobs.members()) {
    add(job.value);
    const Value steps = job.value["steps"];
    for (const Value step : steps.elements()) add(step);
  }
  const Value steps = root["runs"]["steps"];
  for (const Value step : steps.elements()) add(step);
  return out;
}

// Whether both texts say the same but for values that were to change. Both were parsed within the limit of depth.
bool is_same(const Value& before, const Value& after, const std::map<std::string, std::string>& meant) {
  if (before.is_object() || before.is_array()) {
    if (before.is_object() != after.is_object() || before.is_array() != after.is_array() ||
        before.size() != after.size())
      return false;
    if (before.is_object()) {
      auto other = after.members().begin();
      for (const Value::Member member : before.members()) {
        const Value::Member its = *other;
        ++other;
        if (member.key != its.key || !is_same(member.value, its.value, meant)) return false;
      }
      return true;
    }
    auto other = after.elements().begin();
    for (const Value element : before.elements()) {
      if (!is_same(element, *other, meant)) return false;
      ++other;
    }
    return true;
  }
  if (before.kind() != after.kind()) return false;
  if (before.text() == after.text()) return true;
  const auto known = meant.find(std::string(before.text()));
  return known != meant.end() && known->second == after.text();
}

}  // namespace

UsesParts uses_parts(std::string_view value) {
  const std::size_t at = value.rfind('@'), slash = value.find('/');
  if (at == std::string_view::npos || slash == std::string_view::npos || slash == 0 || slash > at) return {};
  if (value.starts_with("./") || value.starts_with("docker://")) return {};
  if (value.find_first_of(" \t\r\n{}$\\\"'") != std::string_view::npos) return {};
  UsesParts out;
  out.path = value.substr(0, at);
  out.ref = value.substr(at + 1);
  const std::size_t second = out.path.find('/', slash + 1);
  out.repository = out.path.substr(0, second);
  if (out.ref.empty() || out.repository.size() == slash + 1) return {};
  return out;
}

bool is_full_commit(std::string_view ref) {
  return ref.size() == kCommitDigits && ref.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

Result<std::vector<FoundUses>> uses_in_workflow(std::string_view text, const Limits& limits) {
  const Document document = TRY(yaml::parse(std::string(text), limits));
  std::vector<FoundUses> out;
  for (const auto& [offset, value] : values_of(document.root())) {
    FoundUses found{value.line(), std::string(value.text()), {}};
    if (const Result<Place> place = place_of(text, value)) {
      const Rest rest = rest_of(text, *place);
      if (rest.comment != std::string_view::npos)
        found.comment = trimmed(text.substr(rest.comment + 1, place->line_end - rest.comment - 1));
    }
    out.push_back(std::move(found));
  }
  return out;
}

std::string_view tag_in_comment(std::string_view comment, std::string_view repository) {
  std::string_view word = trimmed(comment);
  if (word.starts_with("ratchet:")) {
    word.remove_prefix(std::string_view("ratchet:").size());
    const std::size_t at = word.find('@');
    if (at == std::string_view::npos || lower(uses_parts(word).repository) != lower(repository)) return {};
    word.remove_prefix(at + 1);
  } else if (word.starts_with("renovate:")) {
    word = trimmed(word.substr(std::string_view("renovate:").size()));
    if (!word.starts_with("tag=")) return {};
  }
  for (const std::string_view before : {"tag=", "pin@"})
    if (word.starts_with(before)) {
      word.remove_prefix(before.size());
      break;
    }
  const bool has_digit = word.find_first_of("0123456789") != std::string_view::npos;
  if (!has_digit || !std::ranges::all_of(word, is_word) || is_full_commit(word)) return {};
  return word;
}

Result<std::string> pin_uses(std::string_view text, const std::vector<UsesChange>& changes, const Limits& limits) {
  const Document document = TRY(yaml::parse(std::string(text), limits));
  const std::map<std::uint32_t, Value> values = values_of(document.root());
  TextEdits edits;
  std::map<std::string, std::string> meant;
  std::set<std::pair<std::uint32_t, std::string_view>> seen;
  for (const UsesChange& change : changes) {
    if (!seen.emplace(change.line, change.from).second) continue;
    const UsesParts parts = uses_parts(change.from);
    if (parts.ref.empty() || !is_full_commit(change.commit))
      return fail(ErrorCode::refused, "no release of an action that a commit can stand for: " + change.from,
                  change.line);
    bool found = false;
    for (const auto& [offset, value] : values) {
      if (value.line() != change.line || value.text() != change.from) continue;
      found = true;
      const Place place = TRY(place_of(text, value));
      const Rest rest = rest_of(text, place);
      if (!rest.is_clear)
        return fail(ErrorCode::refused, "more than a comment stands behind it on its line: change it by hand",
                    change.line);
      const std::string tag(parts.ref);
      edits.replace(place.end - tag.size(), place.end, change.commit);
      if (rest.comment == std::string_view::npos) {
        std::size_t end = place.line_end;
        while (end > place.rest && kBlank.find(text[end - 1]) != std::string_view::npos) --end;
        edits.replace(end, end, " # " + tag);
      } else if (!begins_with(text.substr(rest.comment, place.line_end - rest.comment), tag)) {
        edits.replace(rest.comment, rest.comment, "# " + tag + " ");
      }
    }
    if (!found) return fail(ErrorCode::not_found, "nothing there uses " + change.from, change.line);
    meant[change.from] = std::string(parts.path) + "@" + change.commit;
  }
  std::string out = TRY(edits.apply(text));
  const Document again = TRY(yaml::parse(out, limits));
  if (!is_same(document.root(), again.root(), meant))
    return fail(ErrorCode::refused, "it would say something else: change it by hand");
  return out;
}

}  // namespace cordon::change
