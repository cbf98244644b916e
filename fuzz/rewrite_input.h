// Inputs of the rewriters: a lockfile, and a line "=== " with what is to be done to it. What comes out must be read by
// the ordinary reader, must have what was asked for, and must end where it began when it is undone.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "change/rewrite/release.h"
#include "check_inventory.h"
#include "inventory/reader.h"

namespace cordon::fuzz {

struct RewriteInput {
  std::string text;
  std::string name = "tool", version = "1.0.0", integrity = "sha512-good";
};

// "text\n=== name version integrity\n"; without that line the release is tool 1.0.0.
inline RewriteInput rewrite_input(std::string_view data) {
  RewriteInput out;
  const std::size_t mark = data.rfind("\n=== ");
  out.text = data.substr(0, mark == std::string_view::npos ? mark : mark + 1);
  if (mark == std::string_view::npos) return out;
  std::string_view rest = data.substr(mark + 5);
  rest = rest.substr(0, rest.find('\n'));
  for (std::string* word : {&out.name, &out.version, &out.integrity}) {
    const std::size_t end = rest.find(' ');
    *word = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

// The release that every entry of this package is to become.
inline change::Release release_of(const RewriteInput& input, const change::Release& old) {
  change::Release out = old;
  out.version = input.version;
  out.integrity = input.integrity;
  if (!out.dependencies.empty()) out.dependencies.pop_back();
  return out;
}

template <class Find, class Rewrite>
void check_rewriter(const RewriteInput& input, Find find, Rewrite rewrite, inventory::Reader read) {
  const Result<std::string> same = rewrite(input.text, change::Edits{});
  if (same) expect(*same == input.text);
  const auto found = find(input.text, input.name);
  if (!found || found->empty() || found->size() > 20) return;
  change::Edits replacing, removing;
  for (const change::FoundRelease& each : *found) {
    replacing.replace.push_back({each.instance, each.line, release_of(input, each.release)});
    removing.remove.push_back({each.instance, each.line});
  }
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = "app/lock";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  // What the reader understood before, it understands afterwards.
  const bool readable = read(input.text, context).has_value();
  for (const change::Edits* edits : {&replacing, &removing}) {
    const Result<std::string> out = rewrite(input.text, *edits);
    if (!out) {
      expect(!out.error().message.empty());
      continue;  // what it does not understand it refuses
    }
    expect(!readable || read(*out, context).has_value());
    const auto now = find(*out, input.name);
    expect(now.has_value());
    if (edits == &removing) continue;
    for (const change::FoundRelease& each : *now) {
      expect(each.release.version == input.version);
      expect(each.release.integrity == input.integrity);
    }
  }
}

// What `pin` does: entries get another digest, and what projects ask for becomes the version, while others go on asking
// for it (yarn's `kept`). Both are refused, or the reader understands what comes out, nothing but them is another, and
// doing it again changes nothing. Without `reads_alike` (pnpm's entries may have in the wrong half, in a file that no
// client writes, what then is believed) a digest need not be read where it was written: whoever pins reads again.
template <class Find, class Rewrite>
void check_pinning(const RewriteInput& input, Find find, Rewrite rewrite, inventory::Reader read,
                   bool reads_alike = true) {
  const auto found = find(input.text, input.name);
  if (!found || found->empty() || found->size() > 20) return;
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = "app/lock";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  const auto before = read(input.text, context);
  const std::string digest = "sha512-" + std::string(86, 'A') + "==";
  const auto all_digests = [&](const auto& releases) {
    change::Edits out;
    for (const change::FoundRelease& each : releases) out.digests.push_back({each.instance, each.line, digest});
    return out;
  };
  change::Edits digests = all_digests(*found);
  // An entry without a digest may be of another kind than one with it, in a file that no client writes.
  const bool had_digests =
      std::ranges::none_of(*found, [](const auto& each) { return each.release.integrity.empty(); });
  change::Edits ranges[2];
  for (const std::string range : {"^1.0.0", "*", ""}) {
    const change::RangeChange change{"", input.name, range, "1.2.3"};
    ranges[0].ranges = {change};
    ranges[1].ranges = {change};
    ranges[1].kept = {input.name + "@" + range};
    for (const change::Edits* edits : {&digests, &ranges[0], &ranges[1]}) {
      const Result<std::string> out = rewrite(input.text, *edits);
      if (!out) {
        expect(!out.error().message.empty());
        continue;
      }
      const auto after = read(*out, context);
      expect(!before || after.has_value());
      const auto now = find(*out, input.name);
      expect(now.has_value());
      if (edits != &digests) continue;
      expect(now->size() == found->size());
      expect(!before || !had_digests || after->components.size() == before->components.size());
      for (std::size_t i = 0; i < now->size(); ++i) {
        expect(!reads_alike || (*now)[i].release.integrity == digest);
        expect((*now)[i].release.version == (*found)[i].release.version);
      }
      const Result<std::string> again = rewrite(*out, all_digests(*now));  // they stand in other lines now
      expect(again && *again == *out);
    }
  }
}

// An entry that the file does not have: it is refused, or the reader understands the file as before and finds it, and
// marking it leaves it there. Without `keeps_readable` (pnpm's lines, in a file that no client writes, may be parts of
// something that is written otherwise: whoever adds reads again) it only has to come to an end.
template <class Find, class Rewrite>
void check_adding(const RewriteInput& input, Find find, Rewrite rewrite, inventory::Reader read,
                  const std::string& instance, const std::string& selector, bool keeps_readable = true) {
  change::Edits adding;
  change::Add& add = adding.add.emplace_back();
  add.instance = instance;
  add.selector = selector;
  add.release.name = "zz-added";
  add.release.version = "1.0.0";
  add.release.integrity = input.integrity;
  add.release.dependencies = {{input.name, "*", input.version, change::DependencyKind::runtime}};
  if (!find(input.text, "zz-added")) return;  // something of that name is there that is not understood
  const Result<std::string> out = rewrite(input.text, adding);
  if (!out) {
    expect(!out.error().message.empty());
    return;
  }
  const model::Registries registries;
  const inventory::ClientConfig client;
  inventory::ReadContext context;
  context.display_path = "app/lock";
  context.registries = &registries;
  context.client = &client;
  context.limits.entries = 100'000;
  if (keeps_readable) {
    expect(!read(input.text, context).has_value() || read(*out, context).has_value());
    const auto now = find(*out, "zz-added");
    expect(now.has_value() && !now->empty());
  }
  if (instance.empty()) return;
  change::Edits marking;
  marking.marks = {{instance, {true, false, false, true, true}}};
  const Result<std::string> marked = rewrite(*out, marking);
  expect(!keeps_readable || !marked || find(*marked, "zz-added").has_value());
}

}  // namespace cordon::fuzz
