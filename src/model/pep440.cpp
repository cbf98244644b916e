#include "model/pep440.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/ascii.h"

namespace cordon::model::pep440 {
namespace {

bool is_separator(char c) { return c == '.' || c == '-' || c == '_'; }

// Reads from the left; what takes nothing leaves the text as it was.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  std::size_t at() const { return at_; }
  void go_to(std::size_t at) { at_ = at; }

  bool take(char c) { return !at_end() && ascii::lower(text_[at_]) == c && ++at_ != 0; }
  bool take_separator() { return !at_end() && is_separator(text_[at_]) && ++at_ != 0; }

  bool take_word(std::string_view word) {
    if (text_.size() - at_ < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
      if (ascii::lower(text_[at_ + i]) != word[i]) return false;
    at_ += word.size();
    return true;
  }

  std::string_view take_digits() {
    const std::size_t first = at_;
    at_ += ascii::count_digits(text_, at_);
    return text_.substr(first, at_ - first);
  }

  // "1.2.3"; a dot that no digit follows is left.
  std::string_view take_release() {
    const std::size_t first = at_;
    if (take_digits().empty()) return {};
    while (at_ + 1 < text_.size() && text_[at_] == '.' && ascii::is_digit(text_[at_ + 1])) {
      ++at_;
      take_digits();
    }
    return text_.substr(first, at_ - first);
  }

  // "ubuntu-1"; empty when it is not well-formed to the end.
  std::string_view take_local() {
    const std::size_t first = at_;
    for (bool segment = false; !at_end(); ++at_) {
      const bool inside = ascii::is_alphanumeric(text_[at_]);
      if (!inside && (!segment || !is_separator(text_[at_]))) return {};
      segment = inside;
    }
    return at_ > first && is_separator(text_.back()) ? std::string_view{} : text_.substr(first);
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

// A word with an optional separator before it, one behind it, and a number; nothing when none of the words is there.
template <std::size_t N>
std::size_t take_suffix(Scanner& scanner, const std::array<std::string_view, N>& words, std::string_view& number) {
  const std::size_t first = scanner.at();
  scanner.take_separator();
  for (std::size_t i = 0; i < N; ++i) {
    if (!scanner.take_word(words[i])) continue;
    scanner.take_separator();
    number = scanner.take_digits();
    return i;
  }
  scanner.go_to(first);
  return N;
}

void take_phase(Scanner& scanner, Version& version) {
  // A word stands after the longer ones that it begins.
  static constexpr std::array<std::string_view, 8> kWords = {"alpha", "a", "beta", "b", "preview", "pre", "c", "rc"};
  static constexpr std::array kPhases = {Phase::alpha,     Phase::alpha,     Phase::beta,      Phase::beta,
                                         Phase::candidate, Phase::candidate, Phase::candidate, Phase::candidate};
  const std::size_t word = take_suffix(scanner, kWords, version.phase_number);
  if (word < kWords.size()) version.phase = kPhases[word];
}

void take_post(Scanner& scanner, Version& version) {
  static constexpr std::array<std::string_view, 3> kWords = {"post", "rev", "r"};
  const std::size_t first = scanner.at();
  if (scanner.take('-')) version.post_number = scanner.take_digits();  // "1.0-1"
  version.is_post = !version.post_number.empty();
  if (version.is_post) return;
  scanner.go_to(first);
  version.is_post = take_suffix(scanner, kWords, version.post_number) < kWords.size();
}

std::string_view significant(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits.empty() ? "0" : digits;
}

// Calls `use` with each piece between the bytes for which `separates` holds.
template <class Separates, class Use>
void each_piece(std::string_view text, Separates separates, Use use) {
  while (!text.empty()) {
    const auto end = std::find_if(text.begin(), text.end(), separates);
    const auto length = static_cast<std::size_t>(end - text.begin());
    use(text.substr(0, length));
    text.remove_prefix(std::min(length + 1, text.size()));
  }
}

bool is_number(std::string_view text) { return std::all_of(text.begin(), text.end(), ascii::is_digit); }

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii::lower(c);
  return out;
}

// First bytes of what stands after the numbers of a release, in order.
enum : std::uint8_t { kDevOnly = 1, kFirstPhase = 2, kNoPhase = 0xFF };
enum : std::uint8_t { kNoPost = 1, kPost = 2 };
enum : std::uint8_t { kDev = 1, kNoDev = 0xFF };
enum : std::uint8_t { kLocalEnd = 0, kLocalText = 1, kLocalNumber = 2 };
constexpr std::uint8_t kAfterAll = 0xFF;  // greater than any of kPost, kLocalNumber and their neighbours

void put_local(VersionKey& key, std::string_view local) {
  each_piece(local, is_separator, [&](std::string_view segment) {
    if (is_number(segment)) {
      key.put(kLocalNumber);
      key.put_number(segment);
    } else {
      key.put(kLocalText);
      for (const char c : segment) key.put(static_cast<std::uint8_t>(ascii::lower(c)));
      key.put(0);
    }
  });
  key.put(kLocalEnd);
}

std::string_view without_zeros(std::string_view release) {
  while (!release.empty()) {
    const std::size_t dot = release.rfind('.');
    const std::string_view last = release.substr(dot + 1);  // of npos + 1, which is 0
    if (last.find_first_not_of('0') != std::string_view::npos) break;
    release = release.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
  return release;
}

// All that stands before the place of a post-release.
void put_head(VersionKey& key, const Version& version) {
  key.put_number(version.epoch);
  each_piece(
      without_zeros(version.release), [](char c) { return c == '.'; },
      [&](std::string_view number) { key.put_number(number); });
  key.put(0);
  if (version.phase != Phase::none) {
    key.put(static_cast<std::uint8_t>(kFirstPhase + static_cast<std::uint8_t>(version.phase)));
    key.put_number(version.phase_number);
  } else {
    key.put(version.is_dev && !version.is_post ? kDevOnly : kNoPhase);
  }
}

void put_public(VersionKey& key, const Version& version) {
  put_head(key, version);
  key.put(version.is_post ? kPost : kNoPost);
  if (version.is_post) key.put_number(version.post_number);
  key.put(version.is_dev ? kDev : kNoDev);
  if (version.is_dev) key.put_number(version.dev_number);
}

}  // namespace

Result<Version> parse_version(std::string_view text) {
  Scanner scanner(ascii::trim(text));
  Version out;
  scanner.take('v');
  const std::size_t first = scanner.at();
  out.epoch = scanner.take_digits();
  if (out.epoch.empty() || !scanner.take('!')) {
    out.epoch = {};
    scanner.go_to(first);
  }
  out.release = scanner.take_release();
  if (out.release.empty()) return fail(ErrorCode::syntax, "not a version that PEP 440 knows");
  take_phase(scanner, out);
  take_post(scanner, out);
  out.is_dev = take_suffix(scanner, std::array<std::string_view, 1>{"dev"}, out.dev_number) == 0;
  if (scanner.take('+')) {
    out.local = scanner.take_local();
    if (out.local.empty()) return fail(ErrorCode::syntax, "a local version that PEP 440 does not know");
  }
  if (!scanner.at_end()) return fail(ErrorCode::syntax, "not a version that PEP 440 knows");
  return out;
}

void put_key(VersionKey& key, const Version& version) {
  put_public(key, version);
  put_local(key, version.local);
}

VersionKey key_after_locals(const Version& version) {
  VersionKey key;
  put_public(key, version);
  key.put(kAfterAll);
  return key;
}

VersionKey key_after_posts(const Version& version) {
  VersionKey key;
  put_head(key, version);
  key.put(kAfterAll);
  return key;
}

std::string Version::text() const {
  static constexpr std::array<std::string_view, 4> kPhases = {"", "a", "b", "rc"};
  std::string out;
  if (significant(epoch) != "0") out.append(significant(epoch)).append("!");
  each_piece(
      release, [](char c) { return c == '.'; },
      [&, first = true](std::string_view number) mutable {
        if (!std::exchange(first, false)) out += '.';
        out += significant(number);
      });
  if (phase != Phase::none) out.append(kPhases[static_cast<std::size_t>(phase)]).append(significant(phase_number));
  if (is_post) out.append(".post").append(significant(post_number));
  if (is_dev) out.append(".dev").append(significant(dev_number));
  each_piece(local, is_separator, [&, first = true](std::string_view segment) mutable {
    out += std::exchange(first, false) ? '+' : '.';
    out += is_number(segment) ? std::string(significant(segment)) : lowered(segment);
  });
  return out;
}

}  // namespace cordon::model::pep440
