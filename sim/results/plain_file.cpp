// References are compared with the addresses of the objects that the walk has met and never followed.
#include "sim/results/plain_file.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "sim/error.hpp"

namespace sim::h5 {

namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw Error(Failure::invalid_input, path + " " + why);
}

// The type of values, when it is one that a result has.
bool is_known(hid_t type, ValueKind& kind) {
  if (H5Tget_class(type) == H5T_STRING) {
    kind = ValueKind::text;
    return H5Tis_variable_str(type) > 0 || H5Tget_size(type) <= limits::attribute_values;
  }
  const hid_t whole[] = {H5T_STD_I8LE,  H5T_STD_U8LE,  H5T_STD_I16LE, H5T_STD_U16LE,
                         H5T_STD_I32LE, H5T_STD_U32LE, H5T_STD_I64LE, H5T_STD_U64LE};
  const hid_t real[] = {H5T_IEEE_F32LE, H5T_IEEE_F64LE, H5T_IEEE_F32BE};
  const auto equal = [&](hid_t known) { return H5Tequal(type, known) > 0; };
  kind = ValueKind::whole;
  if (std::any_of(std::begin(whole), std::end(whole), equal)) return true;
  kind = ValueKind::real;
  return std::any_of(std::begin(real), std::end(real), equal);
}

bool is_object_reference(hid_t type) { return H5Tequal(type, H5T_STD_REF_OBJ) > 0; }

struct Link {
  std::string name;
  H5L_type_t type;
  haddr_t object;  // of a hard link
};

herr_t take_link(hid_t, const char* name, const H5L_info_t* info, void* out) {
  auto& found = *static_cast<std::vector<Link>*>(out);
  found.push_back({name, info->type, info->type == H5L_TYPE_HARD ? info->u.address : HADDR_UNDEF});
  return found.size() > limits::objects ? 1 : 0;
}

herr_t take_name(hid_t, const char* name, const H5A_info_t*, void* out) {
  auto& found = *static_cast<std::vector<std::string>*>(out);
  found.emplace_back(name);
  return found.size() > limits::attributes ? 1 : 0;
}

class Walk {
 public:
  DeclaredFile of(hid_t file) {
    group(file, "", 0);
    for (const auto& [path, scales] : scales_of_) dimensions(path, scales, found_.datasets.at(path));
    return std::move(found_);
  }

 private:
  void group(hid_t id, const std::string& path, int depth) {
    const std::string shown = path.empty() ? "the root" : path;
    if (depth > limits::depth) refuse(shown, "lies too deep");
    attributes(id, shown, nullptr);
    H5G_info_t info;
    check(H5Gget_info(id, &info), "look at " + shown);
    std::vector<Link> links;
    hsize_t at = 0;
    const bool ordered = H5Literate(id, H5_INDEX_CRT_ORDER, H5_ITER_INC, &at, take_link, &links) >= 0;
    if (!ordered) {  // written by a program that keeps no order
      links.clear();
      at = 0;
      check(H5Literate(id, H5_INDEX_NAME, H5_ITER_INC, &at, take_link, &links), "list " + shown);
    }
    for (const Link& link : links) {
      const std::string own = path + "/" + link.name;
      if (link.name.size() > limits::longest_name) refuse(shown, "holds a name that is too long");
      if (link.type != H5L_TYPE_HARD) refuse(own, "is a link to something else; a result holds everything itself");
      if (!paths_.emplace(link.object, own).second) refuse(own, "is the same object as " + paths_.at(link.object));
      if (paths_.size() > limits::objects) refuse(own, "is one of too many variables");
      // Each object is opened once: that is what a walk takes its time for.
      const Handle opened(H5Oopen(id, link.name.c_str(), H5P_DEFAULT), H5Oclose, "look at " + own);
      const H5I_type_t type = H5Iget_type(opened.get());
      if (type == H5I_GROUP) {
        found_.groups.push_back(own);
        group(opened.get(), own, depth + 1);
      } else if (type == H5I_DATASET) {
        dataset(opened.get(), own);
      } else {
        refuse(own, "is neither a group nor a variable");
      }
    }
  }

  void dataset(hid_t id, const std::string& path) {
    Declared declared;
    const Handle list(H5Dget_create_plist(id), H5Pclose, "look at " + path);
    storage(list.get(), path);
    const Handle type(H5Dget_type(id), H5Tclose, "read the type of " + path);
    if (!is_known(type.get(), declared.kind)) refuse(path, "has a type of values that no result has");
    declared.bytes = H5Tget_size(type.get());
    const Handle space(H5Dget_space(id), H5Sclose, "read the extent of " + path);
    if (H5Sget_simple_extent_type(space.get()) == H5S_NULL) refuse(path, "has no extent");
    const int rank = H5Sget_simple_extent_ndims(space.get());
    if (rank < 0 || rank > static_cast<int>(limits::rank)) refuse(path, "has too many dimensions");
    declared.extent.resize(static_cast<std::size_t>(rank));
    Extent most(declared.extent.size());
    check(H5Sget_simple_extent_dims(space.get(), declared.extent.data(), most.data()), "read the extent of " + path);
    hsize_t values = 1;
    for (const hsize_t n : declared.extent) {
      if (n > limits::values || (n > 0 && values > limits::values / n)) refuse(path, "declares too many values");
      values *= n;
    }
    if (H5Pget_layout(list.get()) == H5D_CHUNKED) chunks(list.get(), declared, path);
    declared.stored = H5Dget_storage_size(id);
    attributes(id, path, &declared);
    if (declared.is_scale && declared.extent.size() != 1) refuse(path, "is a dimension with more than one extent");
    if (!declared.is_scale && !declared.extent.empty()) scales_of_.emplace(path, scales_of(id, path));
    found_.datasets.emplace(path, declared);
    found_.in_order.push_back(path);
  }

  static void storage(hid_t list, const std::string& path) {
    const H5D_layout_t layout = H5Pget_layout(list);
    if (layout == H5D_VIRTUAL || H5Pget_external_count(list) != 0) refuse(path, "keeps its values in another file");
    if (layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) refuse(path, "is stored in a way that no result has");
    const int filters = H5Pget_nfilters(list);
    if (filters < 0 || filters > 3) refuse(path, "is packed in a way that no result has");
    for (unsigned f = 0; f < static_cast<unsigned>(filters); ++f) {
      unsigned flags = 0, settings = 0;
      std::size_t values = 0;
      const H5Z_filter_t filter = H5Pget_filter2(list, f, &flags, &values, nullptr, 0, nullptr, &settings);
      if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32) {
        refuse(path, "is packed in a way that no result has");
      }
    }
  }

  static void chunks(hid_t list, const Declared& declared, const std::string& path) {
    Extent chunk(declared.extent.size());
    const int rank = H5Pget_chunk(list, static_cast<int>(chunk.size()), chunk.data());
    if (rank != static_cast<int>(chunk.size())) refuse(path, "is cut into chunks of another rank");
    hsize_t bytes = declared.bytes;
    for (std::size_t d = 0; d < chunk.size(); ++d) {
      if (chunk[d] == 0 || chunk[d] > std::max<hsize_t>(declared.extent[d], 1) ||
          bytes > limits::chunk_bytes / chunk[d]) {
        refuse(path, "is cut into chunks that are too large");
      }
      bytes *= chunk[d];
    }
  }

  void attributes(hid_t id, const std::string& path, Declared* of) {
    std::vector<std::string> names;
    hsize_t at = 0;
    check(H5Aiterate2(id, H5_INDEX_NAME, H5_ITER_NATIVE, &at, take_name, &names), "list the attributes of " + path);
    if (names.size() > limits::attributes) refuse(path, "has too many attributes");
    for (const std::string& name : names) attribute(id, name, path, of);
    if (of == nullptr || std::find(names.begin(), names.end(), "CLASS") == names.end()) return;
    of->is_scale = text_attribute(id, "CLASS") == "DIMENSION_SCALE";
    of->is_bare = of->is_scale && text_attribute(id, "NAME").value_or("").starts_with("This is a netCDF dimension but");
  }

  static void attribute(hid_t id, const std::string& name, const std::string& path, const Declared* of) {
    const std::string reading = "read attribute '" + name + "' of " + path;
    const auto refuse_it = [&](const char* why) { refuse("attribute '" + name + "' of " + path, why); };
    if (name.size() > limits::longest_name) refuse(path, "has an attribute whose name is too long");
    const Handle attribute(H5Aopen(id, name.c_str(), H5P_DEFAULT), H5Aclose, reading);
    const Handle type(H5Aget_type(attribute.get()), H5Tclose, reading);
    const Handle space(H5Aget_space(attribute.get()), H5Sclose, reading);
    const int rank = H5Sget_simple_extent_ndims(space.get());
    const hssize_t count = H5Sget_simple_extent_npoints(space.get());
    if (rank < 0 || rank > 1 || count < 0 || count > static_cast<hssize_t>(limits::attribute_values)) {
      refuse_it("has an extent that no result has");
    }
    if (name == "DIMENSION_LIST") {
      const bool lists = H5Tget_class(type.get()) == H5T_VLEN;
      const Handle item(lists ? H5Tget_super(type.get()) : H5Tcopy(type.get()), H5Tclose, reading);
      if (of == nullptr || !lists || !is_object_reference(item.get()) || rank != 1 ||
          static_cast<std::size_t>(count) != of->extent.size()) {
        refuse_it("is not one list for each dimension");
      }
      return;
    }
    if (name == "REFERENCE_LIST") {
      const bool pairs = H5Tget_class(type.get()) == H5T_COMPOUND && H5Tget_nmembers(type.get()) == 2;
      const Handle item(pairs ? H5Tget_member_type(type.get(), 0) : H5Tcopy(type.get()), H5Tclose, reading);
      if (of == nullptr || !pairs || !is_object_reference(item.get())) refuse_it("is no list of references");
      return;
    }
    ValueKind kind{};
    if (!is_known(type.get(), kind)) refuse_it("has a type that no result has");
    if (kind == ValueKind::text && count > 1) refuse_it("is not one text");
  }

  // The object that each dimension refers to.
  static std::vector<haddr_t> scales_of(hid_t dataset, const std::string& path) {
    if (H5Aexists(dataset, "DIMENSION_LIST") <= 0) refuse(path, "has dimensions without names");
    const Handle attribute(H5Aopen(dataset, "DIMENSION_LIST", H5P_DEFAULT), H5Aclose, "read the dimensions of " + path);
    const Handle type(H5Aget_type(attribute.get()), H5Tclose, "read the dimensions of " + path);
    const Handle space(H5Aget_space(attribute.get()), H5Sclose, "read the dimensions of " + path);
    // As many as the attribute has, which is the rank: see above.
    std::vector<hvl_t> lists(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space.get())));
    check(H5Aread(attribute.get(), type.get(), lists.data()), "read the dimensions of " + path);
    std::vector<haddr_t> scales;
    for (const hvl_t& list : lists) {
      scales.push_back(list.len == 1 ? *static_cast<const hobj_ref_t*>(list.p) : HADDR_UNDEF);
    }
    check(H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, lists.data()), "release dimensions");
    return scales;
  }

  // Once all objects have been met: a scale may come after what lies on it.
  void dimensions(const std::string& path, const std::vector<haddr_t>& scales, Declared& declared) const {
    for (const haddr_t address : scales) {
      const auto scale = paths_.find(address);
      declared.dimensions.push_back(scale == paths_.end() ? "" : scale->second);
    }
    for (std::size_t d = 0; d < declared.dimensions.size(); ++d) {
      const auto scale = found_.datasets.find(declared.dimensions[d]);
      if (scale == found_.datasets.end() || !scale->second.is_scale) refuse(path, "has a dimension that is none");
      if (scale->second.extent[0] != declared.extent[d]) {
        refuse(path, "has " + std::to_string(declared.extent[d]) + " values along " + scale->first + ", which has " +
                         std::to_string(scale->second.extent[0]));
      }
    }
  }

  DeclaredFile found_;
  std::map<haddr_t, std::string> paths_;                   // of the objects met
  std::map<std::string, std::vector<haddr_t>> scales_of_;  // of the variables, by path
};

}  // namespace

hsize_t Declared::values() const {
  return std::accumulate(extent.begin(), extent.end(), hsize_t{1}, std::multiplies<>());
}

const Declared* DeclaredFile::find(const std::string& path) const {
  const auto found = datasets.find(path);
  return found == datasets.end() ? nullptr : &found->second;
}

DeclaredFile declared_file(hid_t file) { return Walk().of(file); }

}  // namespace sim::h5
