#include "inventory/javascript/library_finder.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

#include "base/sha1.h"
#include "model/ascii.h"

namespace cordon::inventory::javascript {
namespace {

constexpr std::size_t kLeastLiteral = 3;  // bytes: a shorter text stands in every file
// What all patterns together may pass over, for each byte of a file and for the file.
constexpr std::uint64_t kWorkOfByte = 64, kWorkOfFile = 4 << 20;

// In place: "\r\n" and "\r" become "\n", which is what signatures and digests are made of.
void use_newlines(std::string& text) {
  if (!text.contains('\r')) return;
  std::size_t to = 0;
  for (std::size_t from = 0; from < text.size(); ++from) {
    if (text[from] == '\r') {
      if (from + 1 < text.size() && text[from + 1] == '\n') continue;
      text[to++] = '\n';
    } else {
      text[to++] = text[from];
    }
  }
  text.resize(to);
}

std::uint32_t line_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint32_t>(1 + std::ranges::count(text.substr(0, at), '\n'));
}

bool holds_one(std::string_view text, const std::vector<std::string>& literals) {
  return literals.empty() ||
         std::ranges::any_of(literals, [&](const std::string& literal) { return text.contains(literal); });
}

bool is_selective(const Pattern& pattern) {
  return !pattern.literals().empty() &&
         std::ranges::all_of(pattern.literals(), [](const std::string& each) { return each.size() >= kLeastLiteral; });
}

}  // namespace

bool is_script(std::string_view name) {
  constexpr std::array<std::string_view, 3> kEndings{".js", ".mjs", ".cjs"};
  std::string end(name.substr(name.size() - std::min<std::size_t>(name.size(), 4)));
  for (char& c : end) c = model::ascii::lower(c);
  return std::ranges::any_of(kEndings, [&](std::string_view ending) { return end.ends_with(ending); });
}

Result<void> check_pattern(const model::LibraryPattern& pattern, PatternUse use) {
  const Pattern made = TRY(Pattern::make(pattern, use == PatternUse::content ? Anchor::nowhere : Anchor::both_ends));
  if (use == PatternUse::content && !is_selective(made))
    return fail(ErrorCode::unsupported_format, "no text of three bytes or more stands in every match");
  return made.check();
}

Result<LibraryFinder> LibraryFinder::make(std::vector<model::LibrarySignature> signatures) {
  LibraryFinder out;
  out.signatures_ = std::move(signatures);
  const auto add = [](std::uint32_t library, const std::vector<model::LibraryPattern>& from, Anchor anchor,
                      std::vector<Row>& to) {
    for (const model::LibraryPattern& each : from)
      if (Result<Pattern> made = Pattern::make(each, anchor)) to.push_back({library, std::move(*made), 0});
  };
  for (std::uint32_t i = 0; i < out.signatures_.size(); ++i) {
    const model::LibrarySignature& signature = out.signatures_[i];
    add(i, signature.contents, Anchor::nowhere, out.contents_);
    add(i, signature.file_names, Anchor::both_ends, out.names_);
    add(i, signature.paths, Anchor::nowhere, out.paths_);
    for (const auto& [digest, version] : signature.digests) out.digests_.try_emplace(digest, i, version);
  }
  std::erase_if(out.contents_, [](const Row& row) { return !is_selective(row.pattern); });
  for (Row& row : out.contents_) {
    row.first_literal = static_cast<std::uint32_t>(out.literals_.size());
    std::ranges::copy(row.pattern.literals(), std::back_inserter(out.literals_));
  }
  out.set_ = TRY(LiteralSet::make(out.literals_));
  return out;
}

void LibraryFinder::find_in(const std::vector<Row>& rows, std::string_view text, bool is_text, Work& work,
                            std::vector<FoundLibrary>& out) const {
  const std::vector<bool> found = is_text ? set_.find(text) : std::vector<bool>();
  for (const Row& row : rows) {
    const std::size_t count = row.pattern.literals().size();
    bool may_match = false;
    if (is_text)
      for (std::size_t i = row.first_literal; i < row.first_literal + count && i < found.size(); ++i)
        may_match = may_match || found[i];
    else may_match = holds_one(text, row.pattern.literals());
    if (!may_match) continue;
    for (const Hit& hit : row.pattern.find(text, work)) {
      const auto same = [&](const FoundLibrary& each) {
        return each.library == row.library && each.version == hit.version;
      };
      const std::uint32_t line = is_text ? line_at(text, hit.at) : 0;
      if (const auto known = std::ranges::find_if(out, same); known != out.end())
        known->line = std::min(known->line, line);
      else out.push_back({row.library, hit.version, line});
    }
  }
}

FoundLibraries LibraryFinder::find(std::string_view path, std::string text) const {
  FoundLibraries out;
  use_newlines(text);
  Work work(kWorkOfFile + kWorkOfByte * text.size());
  find_in(contents_, text, true, work, out.libraries);
  if (out.libraries.empty() && !digests_.empty())
    if (const auto known = digests_.find(sha1_hex(text)); known != digests_.end())
      out.libraries.push_back({known->second.first, known->second.second, 0});
  std::vector<FoundLibrary> named;
  const std::string whole = "/" + std::string(path);
  find_in(names_, whole.substr(whole.rfind('/') + 1), false, work, named);
  find_in(paths_, whole, false, work, named);
  const std::size_t by_text = out.libraries.size();
  for (FoundLibrary& each : named) {
    const auto end = out.libraries.begin() + static_cast<std::ptrdiff_t>(by_text);
    if (std::find_if(out.libraries.begin(), end,
                     [&](const FoundLibrary& known) { return known.library == each.library; }) == end)
      out.libraries.push_back(std::move(each));
  }
  std::ranges::sort(out.libraries, [](const FoundLibrary& left, const FoundLibrary& right) {
    return std::tie(left.library, left.line, left.version) < std::tie(right.library, right.line, right.version);
  });
  out.complete = !work.spent_up();
  return out;
}

}  // namespace cordon::inventory::javascript
