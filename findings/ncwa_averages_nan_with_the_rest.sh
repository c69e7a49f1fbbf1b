#!/usr/bin/env bash
# We expected that an average over a dimension leaves out what a file declares as missing, whatever stands for it.
# With NaN as _FillValue, which xarray writes by default, ncwa of NCO gives NaN for every average that has one missing
# value; with a number as _FillValue the same data give the average of the others. Nothing is said, and the exit code is 0.
# A single failed history makes every mean over histories missing. Needs Debian's nco and netcdf-bin.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
ncwa --version 2>&1 | tail -1
cat >given.cdl <<'CDL'
netcdf given {
dimensions:
  x = 4 ;
variables:
  float with_nan(x) ;
    with_nan:_FillValue = NaNf ;
  float with_number(x) ;
    with_number:_FillValue = -999.f ;
data:
  with_nan = 1, 2, NaNf, 3 ;
  with_number = 1, 2, -999, 3 ;
}
CDL
ncgen -k nc4 -o given.nc given.cdl
ncwa -O -a x given.nc mean.nc
value() { ncks -H -C -s '%g' -v "$1" mean.nc; }
nan=$(value with_nan) number=$(value with_number)
echo "mean of 1, 2, missing, 3 (_ is missing): $nan where NaN stands for missing, $number where -999 does"
[[ "$nan" = _ && "$number" = 2 ]] || { echo "the behaviour changed" >&2; exit 1; }
