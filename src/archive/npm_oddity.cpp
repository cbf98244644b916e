#include "archive/npm_oddity.h"

namespace cordon::archive {

std::string_view to_string(OddityKind kind) {
  using enum OddityKind;
  switch (kind) {
    case absolute_path: return "absolute_path";
    case parent_path: return "parent_path";
    case no_folder: return "no_folder";
    case other_root: return "other_root";
    case unclean_path: return "unclean_path";
    case not_utf8: return "not_utf8";
    case hidden_character: return "hidden_character";
    case backslash: return "backslash";
    case windows_name: return "windows_name";
    case long_path: return "long_path";
    case duplicate: return "duplicate";
    case file_over_folder: return "file_over_folder";
    case case_collision: return "case_collision";
    case renamed_ignore: return "renamed_ignore";
    case no_manifest: return "no_manifest";
    case several_manifests: return "several_manifests";
    case link: return "link";
    case device: return "device";
    case sparse: return "sparse";
    case unknown_type: return "unknown_type";
    case unusual_type: return "unusual_type";
    case special_mode: return "special_mode";
    case bad_checksum: return "bad_checksum";
    case bad_number: return "bad_number";
    case invalid_header: return "invalid_header";
    case link_name_on_file: return "link_name_on_file";
    case size_conflict: return "size_conflict";
    case size_of_nothing: return "size_of_nothing";
    case global_header: return "global_header";
    case pax_conflict: return "pax_conflict";
    case name_conflict: return "name_conflict";
    case lost_name: return "lost_name";
    case stray_description: return "stray_description";
    case zero_block: return "zero_block";
    case no_end: return "no_end";
    case data_after_end: return "data_after_end";
    case entries_after_end: return "entries_after_end";
    case gzip_members: return "gzip_members";
    case gzip_trailing: return "gzip_trailing";
    case gzip_garbage: return "gzip_garbage";
    case not_gzipped: return "not_gzipped";
  }
  return "";
}

bool is_ambiguous(OddityKind kind) {
  using enum OddityKind;
  switch (kind) {
    case absolute_path:
    case parent_path:
    case no_folder:
    case unclean_path:
    case not_utf8:
    case long_path:
    case duplicate:
    case file_over_folder:
    case renamed_ignore:
    case link:
    case device:
    case sparse:
    case unknown_type:
    case unusual_type:
    case bad_checksum:
    case bad_number:
    case invalid_header:
    case link_name_on_file:
    case size_conflict:
    case size_of_nothing:
    case global_header:
    case pax_conflict:
    case name_conflict:
    case lost_name:
    case stray_description:
    case zero_block:
    case no_end:
    case data_after_end:
    case entries_after_end:
    case gzip_members:
    case gzip_trailing:
    case gzip_garbage: return true;
    default: return false;
  }
}

void Oddities::add(OddityKind kind, std::string_view path, std::string_view detail, std::uint64_t offset,
                   std::string_view other) {
  constexpr std::size_t kMostText = 4'096;
  if (seen_.at(static_cast<std::size_t>(kind))++ >= most_) {
    ++left_out;
    return;
  }
  const auto kept = [](std::string_view text) { return std::string(text.substr(0, kMostText)); };
  list.push_back({kind, kept(path), kept(detail), kept(other), offset});
}

}  // namespace cordon::archive
