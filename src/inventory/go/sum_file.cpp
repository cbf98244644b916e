#include "inventory/go/sum_file.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "model/integrity.h"

namespace cordon::inventory::go {
namespace {

constexpr std::string_view kModFile = "/go.mod";
constexpr std::string_view kBlank = " \t\r";

// "h1:" and the base64 of 32 bytes. Other algorithms are passed over by Go itself, which knows only this one.
bool is_digest(std::string_view text) {
  if (!text.starts_with("h1:")) return false;
  const auto parsed = model::parse_integrity("sha256-" + std::string(text.substr(3)));
  return parsed.size() == 1 && parsed[0].canonical;
}

// The words of a line; more than three are counted as four.
std::size_t words_of(std::string_view line, std::array<std::string_view, 3>& words) {
  std::size_t count = 0;
  while (true) {
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
    if (line.empty() || count == words.size()) return line.empty() ? count : count + 1;
    const std::size_t end = std::min(line.find_first_of(kBlank), line.size());
    words[count++] = line.substr(0, end);
    line.remove_prefix(end);
  }
}

}  // namespace

Result<SumFile> parse_sum_file(std::string_view text, const Limits& limits) {
  TRY(check_encoding(text, limits));
  TRY(check_utf8(text));
  SumFile out;
  std::uint32_t number = 0;
  const auto problem = [&](std::string what) {
    out.problems.push_back(Error{ErrorCode::invalid_value, std::move(what), number, 0, {}});
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (++number > limits.entries) return fail(ErrorCode::too_many, "too many lines", number);
    std::array<std::string_view, 3> words;
    const std::size_t count = words_of(line, words);
    if (count == 0) continue;
    if (count != words.size() || !is_digest(words[2])) {
      problem("not a module, a version and a digest: " + text::visible(line, 120));
      continue;
    }
    const bool of_mod_file = words[1].ends_with(kModFile);
    if (of_mod_file) words[1].remove_suffix(kModFile.size());
    const std::string key = std::string(words[0]) + " " + std::string(words[1]);
    const auto [known, fresh] = (of_mod_file ? out.mod_files : out.modules).try_emplace(key, words[2]);
    if (!fresh && known->second != words[2]) problem("another digest than before: " + text::visible(key, 120));
  }
  return out;
}

}  // namespace cordon::inventory::go
