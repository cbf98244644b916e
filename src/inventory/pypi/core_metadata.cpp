#include "inventory/pypi/core_metadata.h"

#include <algorithm>

#include "model/ascii.h"

namespace cordon::inventory::pypi {
namespace {

constexpr std::size_t kShortLicence = 100;  // whole texts of licences stand there, too

bool is_key(std::string_view text, std::string_view key) {
  return std::ranges::equal(text, key, [](char a, char b) { return model::ascii::lower(a) == b; });
}

class Parser {
 public:
  Result<CoreMetadata> run(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::uint32_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      std::string_view line = text.substr(begin, end - begin);
      if (line.ends_with('\r')) line.remove_suffix(1);
      begin = end + 1;
      ++number;
      if (line.empty()) break;                                    // the description begins
      if (!model::ascii::is_space(line[0])) field(line, number);  // else it goes on with what nobody asks for
      else if (in_licence_) out_.licence.clear();
    }
    if (out_.name.empty()) return fail(ErrorCode::missing_field, "no name: no metadata of a package", 1);
    return std::move(out_);
  }

 private:
  void field(std::string_view line, std::uint32_t number) {
    in_licence_ = false;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string_view key = line.substr(0, colon), value = model::ascii::trim(line.substr(colon + 1));
    if (is_key(key, "name") && out_.name.empty()) {
      out_.name = value;
      out_.line = number;
    } else if (is_key(key, "version") && out_.version.empty()) {
      out_.version = value;
    } else if (is_key(key, "requires-dist")) {
      out_.requires_dist.emplace_back(value);
      out_.requires_lines.push_back(number);
    } else if (is_key(key, "license-expression")) {
      out_.licence = value;
      has_expression_ = true;
    } else if (is_key(key, "license") && !has_expression_ && value != "UNKNOWN" && value.size() <= kShortLicence) {
      out_.licence = value;
      in_licence_ = true;
    }
  }

  CoreMetadata out_;
  bool has_expression_ = false, in_licence_ = false;
};

}  // namespace

Result<CoreMetadata> parse_core_metadata(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return fail(ErrorCode::too_large, "larger than the limit", 1);
  return Parser().run(text);
}

}  // namespace cordon::inventory::pypi
