"""The same rows in another format, under the same names: lists in JSON files become Parquet files with nested columns,
CSV files become Excel workbooks whose amounts and dates are what Excel has for them, no longer texts.

    python other-formats.py FROM TO
"""

import csv
import datetime as dt
import json
import sys
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

source, target = Path(sys.argv[1]), Path(sys.argv[2])


def cell(column, text):
    if text == '':
        return None
    if column.endswith('AMOUNT'):
        return float(text.replace(',', '.'))
    if column.endswith(('AT', 'DATE')):
        return dt.datetime.strptime(text.replace('-', ''), '%Y%m%d').date()
    return text


for file in source.glob('*.json'):
    records = json.loads(file.read_text())['records']
    # The columns of the first alone would be taken.
    names = list(dict.fromkeys(name for record in records for name in record))
    table = pa.Table.from_pylist([{name: record.get(name) for name in names} for record in records])
    pq.write_table(table, target / file.name, row_group_size=100, compression='zstd')
for file in source.glob('*.csv'):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet('Export')
    with file.open(encoding='utf-8-sig', newline='') as lines:
        header, *rows = csv.reader(lines, delimiter=';')
    sheet.append(header)
    for row in rows:
        sheet.append([cell(column, text) for column, text in zip(header, row)])
    book.save(target / file.name)
