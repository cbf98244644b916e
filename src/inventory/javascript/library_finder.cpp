#include "inventory/javascript/library_finder.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

#include "base/sha1.h"
#include "model/ascii.h"

namespace cordon::inventory::javascript {
namespace {

constexpr std::size_t kLeastLiteral = 3;  // bytes
// What all patterns together may pass over, for each byte of a file and for the file.
constexpr std::uint64_t kWorkOfByte = 64, kWorkOfFile = 4 << 20;
constexpr std::size_t kMostOfFile = 500;  // libraries and versions; bundles have some dozens

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

Result<void> check_signatures(const std::vector<model::LibrarySignature>& signatures) {
  std::size_t patterns = 0;
  std::uint64_t instructions = 0;
  for (const model::LibrarySignature& signature : signatures)
    for (const auto* list : {&signature.contents, &signature.file_names, &signature.paths})
      for (const model::LibraryPattern& each : *list) {
        if (++patterns > kMostPatterns) return fail(ErrorCode::too_many, "more patterns than are tried on every file");
        instructions += TRY(Pattern::make(each, Anchor::nowhere)).instructions();
        if (instructions > kMostInstructionsOfAll)
          return fail(ErrorCode::too_many, "patterns that need too many instructions together");
      }
  TRY(LibraryFinder::make(signatures));
  return {};
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

// One file that is held against everything.
class LibraryFinder::Search {
 public:
  Search(const LibraryFinder& finder, std::string_view text, std::chrono::steady_clock::time_point until)
      : finder_(finder), text_(text), until_(until), work_(kWorkOfFile + kWorkOfByte * text.size()) {}

  // Patterns of whole texts, which those of names know nothing of.
  void in_text() {
    const std::vector<bool> found = finder_.set_.find(text_);
    for (const Row& row : finder_.contents_) {
      const auto first = found.begin() + row.first_literal;
      const auto last = first + static_cast<std::ptrdiff_t>(row.pattern.literals().size());
      if (std::find(first, last, true) != last) add(row, text_, true, out_.libraries);
    }
    if (!out_.libraries.empty() || finder_.digests_.empty()) return;
    if (const auto known = finder_.digests_.find(sha1_hex(text_)); known != finder_.digests_.end())
      out_.libraries.push_back({known->second.first, known->second.second, 0});
  }

  // What the text does not say of a library.
  void in_name(std::string_view path) {
    const std::string whole = "/" + std::string(path);
    std::vector<FoundLibrary> named;
    for (const auto& [rows, name] : {std::pair(&finder_.names_, std::string_view(whole).substr(whole.rfind('/') + 1)),
                                     std::pair(&finder_.paths_, std::string_view(whole))})
      for (const Row& row : *rows)
        if (holds_one(name, row.pattern.literals())) add(row, name, false, named);
    std::erase_if(named, [&](const FoundLibrary& each) {
      return std::ranges::find(out_.libraries, each.library, &FoundLibrary::library) != out_.libraries.end();
    });
    std::ranges::move(named, std::back_inserter(out_.libraries));
  }

  FoundLibraries finish() {
    std::ranges::sort(out_.libraries, [](const FoundLibrary& left, const FoundLibrary& right) {
      return std::tie(left.library, left.line, left.version) < std::tie(right.library, right.line, right.version);
    });
    if (out_.libraries.size() > kMostOfFile) {
      out_.libraries.resize(kMostOfFile);
      work_.give_up();
    }
    out_.complete = !work_.spent_up();
    return std::move(out_);
  }

 private:
  void add(const Row& row, std::string_view text, bool is_text, std::vector<FoundLibrary>& out) {
    if (std::chrono::steady_clock::now() > until_) return work_.give_up();
    for (const Hit& hit : row.pattern.find(text, work_)) {
      const auto same = [&](const FoundLibrary& each) {
        return each.library == row.library && each.version == hit.version;
      };
      const std::uint32_t line = is_text ? line_at(hit.at) : 0;
      if (const auto known = std::ranges::find_if(out, same); known != out.end())
        known->line = std::min(known->line, line);
      else if (out.size() <= kMostOfFile) out.push_back({row.library, hit.version, line});
    }
  }

  std::uint32_t line_at(std::size_t at) {
    if (line_ends_.empty()) {
      for (std::size_t end = text_.find('\n'); end != text_.npos; end = text_.find('\n', end + 1))
        line_ends_.push_back(end);
      line_ends_.push_back(text_.size());
    }
    return static_cast<std::uint32_t>(1 + (std::ranges::lower_bound(line_ends_, at) - line_ends_.begin()));
  }

  const LibraryFinder& finder_;
  std::string_view text_;
  std::chrono::steady_clock::time_point until_;
  Work work_;
  std::vector<std::size_t> line_ends_;  // made for the first that asks
  FoundLibraries out_;
};

FoundLibraries LibraryFinder::find(std::string_view path, std::string text,
                                   std::chrono::steady_clock::time_point until) const {
  use_newlines(text);
  Search search(*this, text, until);
  search.in_text();
  search.in_name(path);
  return search.finish();
}

}  // namespace cordon::inventory::javascript
