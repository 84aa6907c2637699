#include "nn/safetensors_header.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/limits.h"

namespace seglab::nn {

namespace {

namespace limits = core::limits;
using Json = nlohmann::json;

constexpr const char* kSaveAgain = "save it again with safetensors.torch.save_file";
constexpr std::size_t kMostAxes = 32;

// A name from a file, fit for a message.
std::string printable(std::string_view text) {
    std::string shown(text.substr(0, 60));
    for (char& c : shown)
        if (c < ' ' || c > '~') c = '?';
    return shown;
}

// Follows the events of the parser: {"__metadata__":{text:text}, name:{"dtype":…,"shape":[…],"data_offsets":[…]}}.
// Nothing is kept that the format does not know, so a deep or endless document ends at its first wrong sign.
class Reader : public nlohmann::json_sax<Json> {
public:
    explicit Reader(const std::string& path) : path_(path) {}

    SafetensorsHeader take() { return std::move(header_); }

    bool start_object(std::size_t) override {
        if (place_ == Place::Start) {
            place_ = Place::Top;
        } else if (place_ == Place::TopValue) {
            place_ = inMetadata_ ? Place::Metadata : Place::Tensor;
            seen_.clear();
        } else {
            wrong("an object");
        }
        return true;
    }

    bool key(string_t& name) override {
        if (place_ == Place::Top) return topKey(name);
        if (!seen_.insert(name).second) refuse(fmt::format("{} says \"{}\" twice", subject(), printable(name)));
        key_ = name;
        if (place_ == Place::Metadata)
            place_ = Place::MetadataValue;
        else if (name == "dtype")
            place_ = Place::Type;
        else if (name == "shape" || name == "data_offsets")
            place_ = Place::List;
        else
            refuse(fmt::format("{} has an unknown entry \"{}\"", subject(), printable(name)));
        return true;
    }

    bool string(string_t& text) override {
        if (place_ == Place::MetadataValue) {
            header_.metadata[key_] = text;
            place_ = Place::Metadata;
        } else if (place_ == Place::Type) {
            header_.tensors.back().type = text;
            place_ = Place::Tensor;
        } else {
            wrong("a text");
        }
        return true;
    }

    bool start_array(std::size_t) override {
        if (place_ != Place::List) wrong("a list");
        place_ = Place::Numbers;
        numbers_.clear();
        return true;
    }

    bool number_unsigned(number_unsigned_t number) override {
        if (place_ != Place::Numbers) wrong("a number");
        if (numbers_.size() == kMostAxes) refuse(fmt::format("{} lists more than {} numbers", subject(), kMostAxes));
        numbers_.push_back(number);
        return true;
    }

    bool end_array() override {
        TensorEntry& tensor = header_.tensors.back();
        if (key_ == "shape") {
            for (const std::uint64_t size : numbers_) {
                if (size > std::uint64_t(std::numeric_limits<std::int64_t>::max()))
                    refuse(fmt::format("{} has an axis of {}", subject(), size));
                tensor.shape.push_back(std::int64_t(size));
            }
        } else {
            if (numbers_.size() != 2)
                refuse(fmt::format("{} has {} data_offsets, not two", subject(), numbers_.size()));
            tensor.begin = numbers_[0];
            tensor.end = numbers_[1];
        }
        place_ = Place::Tensor;
        return true;
    }

    bool end_object() override {
        if (place_ == Place::Tensor && seen_.size() != 3)
            refuse(fmt::format("{} lacks its dtype, shape or data_offsets", subject()));
        place_ = place_ == Place::Top ? Place::End : Place::Top;
        return true;
    }

    bool null() override { return wrong("null"); }
    bool boolean(bool) override { return wrong("true or false"); }
    bool number_integer(number_integer_t) override { return wrong("a negative number"); }
    bool number_float(number_float_t, const string_t&) override { return wrong("a fraction"); }
    bool binary(binary_t&) override { return wrong("binary"); }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        refuse(fmt::format("the header is no JSON from its byte {} on", position));
    }

private:
    enum class Place { Start, Top, TopValue, Metadata, MetadataValue, Tensor, Type, List, Numbers, End };

    [[noreturn]] void refuse(const std::string& what) const { throw Error(Kind::BadInput, what, kSaveAgain, path_); }
    bool wrong(const char* what) const { refuse(fmt::format("{} where the format has none: {}", what, subject())); }

    std::string subject() const {
        if (place_ == Place::Start) return "the header";
        return inMetadata_ ? "__metadata__" : "tensor " + printable(name_);
    }

    bool topKey(const std::string& name) {
        name_ = name;
        inMetadata_ = name == "__metadata__";
        if (!names_.insert(name).second) refuse(fmt::format("{} stands twice in the header", subject()));
        if (!inMetadata_) {
            if (header_.tensors.size() == limits::kSafetensorsTensors)
                refuse(fmt::format("more than {} tensors", limits::kSafetensorsTensors));
            header_.tensors.push_back({});
            header_.tensors.back().name = name;
        }
        place_ = Place::TopValue;
        return true;
    }

    const std::string& path_;
    SafetensorsHeader header_;
    Place place_ = Place::Start;
    bool inMetadata_ = false;
    std::string name_, key_;  // of the tensor, of its entry
    std::set<std::string> names_, seen_;
    std::vector<std::uint64_t> numbers_;
};

}  // namespace

SafetensorsHeader parseSafetensorsHeader(std::string_view json, const std::string& path) {
    Reader reader(path);
    Json::sax_parse(json.begin(), json.end(), &reader);
    return reader.take();
}

}  // namespace seglab::nn
