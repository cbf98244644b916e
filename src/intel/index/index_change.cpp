// What changing an index needs beside adding to it: who is there, who is gone, and texts that nobody names any more.
#include <algorithm>
#include <array>
#include <optional>

#include "intel/index/codec.h"
#include "intel/index/frame_codec.h"
#include "intel/index/index_write.h"
#include "intel/index/seal.h"

namespace cordon::intel {

using namespace index_layout;

std::uint32_t IndexBuilder::modified(std::string_view id) const {
  std::optional<AdvisoryKey> wanted = key_of(id);
  if (!wanted) {
    const auto known = foreign_.find(std::string(id));
    if (known == foreign_.end()) return 0;
    wanted = known->second;
  }
  const auto number = number_of_.find(*wanted);
  return number == number_of_.end() ? 0 : records_[number->second].modified;
}

std::string IndexBuilder::id(AdvisoryKey key) const {
  if (key >> kSchemeShift != 0) return id_of(key);
  return key < foreign_ids_.size() ? std::string(Cursor(std::string_view(foreign_ids_).substr(key)).text())
                                   : std::string();
}

// Numbers of the live records that speak of packages of this ecosystem, or of this one alone.
Result<std::vector<std::uint32_t>> IndexBuilder::records_of(std::string_view ecosystem, bool alone) const {
  std::vector<std::uint32_t> out;
  const auto known = std::ranges::find(ecosystems_, ecosystem);
  if (known == ecosystems_.end()) return out;
  const char wanted = static_cast<char>(known - ecosystems_.begin());
  for (const auto& [key, number] : number_of_) {
    Cursor cursor(view(records_[number].head));
    const HeadFields fields = TRY(decode_head(cursor, records_[number].modified));
    const auto is_wanted = [&](std::uint32_t place) {
      return place < name_texts_.size() && name_texts_[place] == wanted;
    };
    if (std::ranges::any_of(fields.names, is_wanted) && (!alone || std::ranges::all_of(fields.names, is_wanted)))
      out.push_back(number);
  }
  return out;
}

Result<std::uint32_t> IndexBuilder::record_count(std::string_view ecosystem) const {
  return static_cast<std::uint32_t>(TRY(records_of(ecosystem, false)).size());
}

Result<std::uint32_t> IndexBuilder::retain(std::string_view ecosystem, const std::vector<std::string_view>& ids) {
  std::uint32_t removed = 0;
  for (const std::uint32_t number : TRY(records_of(ecosystem, true))) {
    const AdvisoryKey own = records_[number].key;
    if (std::ranges::binary_search(ids, std::string_view(id(own)))) continue;
    records_[number].live = false;
    number_of_.erase(own);
    ++removed;
  }
  return removed;
}

// Texts of records that were replaced or removed stay in their frames until they are this part of all.
Result<void> IndexBuilder::repack_texts() {
  constexpr std::uint32_t kMostDead = 4;
  if (next_text_ - number_of_.size() <= next_text_ / kMostDead) return {};
  struct Live {
    std::uint32_t text, record;
  };
  std::vector<Live> live;
  for (const auto& [key, number] : number_of_) {
    Cursor cursor(view(records_[number].head));
    live.push_back({TRY(decode_head(cursor, records_[number].modified)).text, number});
  }
  std::ranges::sort(live, {}, &Live::text);
  FramePacker packer = TRY(FramePacker::make());
  std::uint32_t next = 0;
  auto wanted = live.begin();
  std::vector<FrameRow> rows;
  for (Cursor cursor(frame_rows_); !cursor.at_end();) rows.push_back(cursor.row<FrameRow>());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t end = i + 1 < rows.size() ? rows[i + 1].offset : frames_.size();
    if (rows[i].offset > end || end > frames_.size()) return fail(ErrorCode::invalid_value, "a frame lies outside");
    const std::string texts =
        TRY(unpack_frame(std::string_view(frames_).substr(rows[i].offset, end - rows[i].offset), rows[i].bytes));
    std::uint32_t number = rows[i].first;
    for (Cursor cursor(texts); !cursor.at_end(); ++number) {
      const std::string_view text = cursor.text();
      // Two records never share a text.
      if (wanted == live.end() || wanted->text != number) continue;
      TRY(packer.add(text));
      Record& record = records_[wanted->record];
      Cursor head_cursor(view(record.head));
      HeadFields fields = TRY(decode_head(head_cursor, record.modified));
      fields.text = next++;
      record.head = keep(encode_head(fields, record.modified));
      ++wanted;
    }
  }
  if (wanted != live.end()) return fail(ErrorCode::invalid_value, "a record of the index has no text");
  frame_rows_.clear();
  frames_.clear();
  next_text_ = 0;
  for (const AdvisoryBatch::Frame& frame : TRY(packer.finish())) put_frame(frame);
  return {};
}

Result<std::string> with_sources(const AdvisoryIndex& index, std::string_view sources) {
  Sections out;
  for (std::uint32_t id = 0; id < kSections; ++id)
    out[id] = id == kSources ? sources : TRY(index.section(static_cast<SectionId>(id)));
  return assemble(out);
}

}  // namespace cordon::intel
