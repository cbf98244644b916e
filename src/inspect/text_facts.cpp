#include "inspect/text_facts.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"
#include "inspect/paths.h"
#include "inspect/shell.h"
#include "inspect/words.h"

namespace cordon::inspect {
namespace {

constexpr std::size_t kLeastHidden = 8, kMostHidden = 64u << 10, kLeastName = 4;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int base64_digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

std::optional<std::string> from_hex(std::string_view text) {
  if (text.size() % 2 != 0) return std::nullopt;
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = hex_digit(text[i]), low = hex_digit(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string out;
  std::uint32_t bits = 0, count = 0;
  for (const char c : text) {
    const int digit = base64_digit(c);
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xFF);
    }
  }
  return out;
}

std::string matters(std::string_view text) {
  if (text.size() >= kLeastName && words::is_one_of(text, words::kHiddenNames)) return std::string(text);
  const bool is_text = std::ranges::all_of(text.substr(0, 256), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t' || c == '\r';
  });
  if (!is_text) return {};
  for (const std::string_view piece : words::kHiddenPieces)
    if (text.find(piece) != std::string_view::npos) return std::string(text.substr(0, 120));
  return {};
}

bool is_unseen(std::uint32_t code) {
  return (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0000 && code <= 0xE01EF) ||
         (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000 || code == 0x200B || code == 0x200C || code == 0x200D ||
         code == 0x2060 || code == 0x3164;
}

struct Unseen {
  std::uint32_t all = 0, run = 0, characters = 0;  // run: the longest without one that is seen
};

Unseen unseen_in(std::string_view text) {
  Unseen out;
  std::uint32_t run = 0;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end; ++out.characters) {
    const bool may_be = static_cast<unsigned char>(*at) >= 0xE2;
    const std::size_t length = may_be ? utf8::sequence_length(at, end) : 1;
    const bool is = may_be && length > 0 && is_unseen(utf8::decode(at, length));
    run = is ? run + 1 : 0;
    out.all += is ? 1 : 0;
    out.run = std::max(out.run, run);
    at += std::max<std::size_t>(length, 1);
  }
  return out;
}

}  // namespace

std::string hidden_in(std::string_view text) {
  if (text.size() < kLeastHidden || text.size() > kMostHidden) return {};
  if (const auto plain = from_hex(text)) return matters(*plain);
  if (const auto plain = from_base64(text)) return matters(*plain);
  return {};
}

bool is_reversed_name(std::string_view text) {
  if (text.size() < kLeastName || text.size() > 16) return false;
  const std::string plain(text.rbegin(), text.rend());
  return words::is_one_of(plain, words::kHiddenNames);
}

std::uint32_t invisible_in(std::string_view text) { return unseen_in(text).all; }

bool is_invisible_text(std::string_view text) {
  if (text.size() < kLeastInvisible) return false;
  const Unseen unseen = unseen_in(text);
  return unseen.run >= kLeastInvisible || (unseen.all >= kLeastInvisible && 2 * unseen.all > unseen.characters);
}

std::string_view mining_in(std::string_view text) {
  text = text.substr(0, kMostPathText);
  for (const std::string_view word : words::kMiningProtocol)
    if (text.find(word) != std::string_view::npos) return word;
  for (const std::string_view word : words::kMinerNames) {
    if (text.find(word) == std::string_view::npos) continue;
    for (const std::string_view address : addresses_in(text))
      if (address.find(word) != std::string_view::npos) return address;
    return word;
  }
  return {};
}

TextFacts facts_of_text(std::string_view text, const OwnHosts& own) {
  TextFacts out;
  out.secret = path_in(text, words::kSecretPaths);
  if (!out.secret.empty()) out.bits |= kSecretPath;
  for (const std::string_view path : words::kTokenPaths)
    if (out.secret == path) out.token = path;
  const std::string_view some = text.substr(0, kMostPathText);
  for (const std::string_view word : words::kTokenWords)
    if (some.find(word) != std::string_view::npos) out.token = word;
  for (const std::string_view host : words::kMetadataHosts)
    if (some.find(host) != std::string_view::npos) out.secret = host, out.bits |= kSecretPath;
  if (!path_in(text, words::kControlPaths).empty()) out.bits |= kControlPath;
  if (!path_in(text, words::kHookPaths).empty()) out.bits |= kHookPath;
  if (text == "package.json" || text.ends_with("/package.json") || text.ends_with("\\package.json"))
    out.bits |= kManifestPath;
  if (text == "PUT" || text == "put") out.bits |= kPut;
  if (text == "--version" || text == "-v" || text == "-V" || text == "version" || text.ends_with(" --version"))
    out.bits |= kAsksVersion;
  for (const std::string_view source : words::kRuntimeSources)
    if (some.find(source) != std::string_view::npos) out.runtime = source;
  out.mining = mining_in(text);
  for (const std::string_view path : words::kPublishPaths)
    if (some.find(path) != std::string_view::npos) out.is_publish_path = true;
  for (const std::string_view address : addresses_in(text)) out.bits |= bit_of(class_of_host(address, own)) & kHosts;
  if (text.find(kHole) == std::string_view::npos) out.hidden = hidden_in(text);
  if (is_invisible_text(text)) out.bits |= kInvisible;
  return out;
}

}  // namespace cordon::inspect
