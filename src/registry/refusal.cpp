#include "registry/refusal.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/date.h"
#include "base/json_write.h"
#include "base/text.h"

namespace cordon::registry {
namespace {

constexpr std::size_t kShownVersions = 5, kShownName = 240, kShownVersion = 80, kShownReason = 400;

std::string shown_release(std::string_view package, std::string_view version) {
  std::string out = text::visible(package, kShownName);
  if (!version.empty()) out += "@" + text::visible(version, kShownVersion);
  return out;
}

Answer answer(int status, std::string_view error) {
  Answer out;
  out.status = status;
  out.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  json::Writer(out.body, 0).begin_object().member("error", error).end_object();
  return out;
}

std::string in_words(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 3'600, kDay = 86'400;
  const auto counted = [&](std::int64_t unit, std::string_view word) {
    const std::int64_t count = seconds / unit;
    return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
  };
  if (seconds >= 2 * kDay) return counted(kDay, "day");
  if (seconds >= kHour) return counted(kHour, "hour");
  return counted(kMinute, "minute");
}

std::string line_of(std::string_view package, const HeldVersion& held, std::int64_t now) {
  std::string out = "  " + shown_release(package, held.version) + ": " + text::visible(held.reason, kShownReason);
  if (!held.published) {
    out += "; when it was published nobody says";
  } else {
    out += "; published " + time_of(*held.published);
    if (*held.published <= now) out += " (" + in_words(now - *held.published) + " ago)";
  }
  if (held.comes_of_age) {
    out += "; held until " + time_of(*held.comes_of_age);
    if (*held.comes_of_age > now) out += " (" + in_words(*held.comes_of_age - now) + " more)";
  }
  return out + "\n";
}

Answer later(std::string_view why, std::string_view package, std::string_view version, std::uint32_t retry_after_s) {
  const std::string seconds = std::to_string(std::max(retry_after_s, 1u));
  const std::string what = package.empty() ? "this" : shown_release(package, version);
  Answer out = answer(503, fmt::format("cordon: {} {}; ask again in {} s", what, why, seconds));
  out.headers.emplace_back("Retry-After", seconds);
  return out;
}

}  // namespace

Answer forbidden(const Refusal& refusal) {
  const std::string release = shown_release(refusal.package, refusal.version);
  std::string error = fmt::format("cordon: {} is held back by the rule {}", release, text::visible(refusal.rule));
  if (!refusal.finding.empty()) error += ": " + text::visible(refusal.finding, kShownReason);
  error += fmt::format(". What to do, and how to ask for a waiver: cordon gate explain {}", release);
  Answer out = answer(403, error);
  return out;
}

Answer forbidden_route(std::string_view reason) {
  return answer(403, fmt::format("cordon: this gate hands out packages and refuses everything else ({})",
                                 text::visible(reason, kShownVersion)));
}

Answer refused_upstream(std::string_view package, std::string_view version, std::string_view what) {
  return answer(403,
                fmt::format("cordon: the registry behind this gate refuses {}: {}. No rule of the gate holds it, and "
                            "no waiver helps: whoever runs the gate can look whether its token may read that",
                            shown_release(package, version), text::visible(what, kShownReason)));
}

Answer bad_request(std::string_view what) {
  return answer(400, "cordon: no request that a registry answers: " + text::visible(what));
}

Answer not_found(std::string_view package, std::string_view version) {
  return answer(404, fmt::format("cordon: the registry has no {}", shown_release(package, version)));
}

Answer bad_upstream(std::string_view package, std::string_view what) {
  return answer(502, fmt::format("cordon: what the registry says of {} is not understood, and not passed on: {}",
                                 shown_release(package, ""), text::visible(what)));
}

Answer not_yet(std::string_view package, std::string_view version, std::uint32_t retry_after_s) {
  return later("is being fetched or looked into, which takes longer than usual", package, version, retry_after_s);
}

Answer not_now(std::string_view package, std::string_view version, std::string_view what, std::uint32_t retry_after_s) {
  return later("cannot be had now: " + text::visible(what), package, version, retry_after_s);
}

std::string restriction_message(std::string_view package, std::span<const HeldVersion> held, std::int64_t now) {
  std::vector<HeldVersion> newest(held.begin(), held.end());
  const std::size_t shown = std::min(newest.size(), kShownVersions);
  // Of equal times, and of those that nobody tells, the one further down in the document is the newer.
  std::ranges::reverse(newest);
  std::ranges::stable_sort(newest,
                           [](const HeldVersion& a, const HeldVersion& b) { return a.published > b.published; });
  std::string out = fmt::format("cordon holds back {} version{} of {}:\n", held.size(), held.size() == 1 ? "" : "s",
                                text::visible(package, kShownName));
  for (std::size_t i = 0; i < shown; ++i) out += line_of(package, newest[i], now);
  if (newest.size() > shown) out += fmt::format("  and {} older\n", newest.size() - shown);
  out += fmt::format("What to do, and how to ask for a waiver: cordon gate explain {}",
                     shown_release(package, newest.empty() ? std::string_view() : newest.front().version));
  return out;
}

}  // namespace cordon::registry
