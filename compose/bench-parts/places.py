#!/usr/bin/python3
"""Prints as many kecamatan and villages as the country has, with made-up names, as code,name lines:
   places.py REGIONS    the shipped file of provinces, kabupaten and kota"""
import csv
import random
import sys

DISTRICTS, VILLAGES = 7285, 83762
SYLLABLES = ["ba", "cu", "da", "gi", "ho", "ja", "ke", "lu", "ma", "ne", "pa", "ro", "sa", "ti", "wu", "ya"]
ENDS = ["ng", "r", "", "n", "h", "k", ""]
WORDS = ["", "", "", " Lor", " Kidul", " Utara", " Jaya", " Baru"]


def name(generator):
    syllables = "".join(generator.choices(SYLLABLES, k=generator.choice([3, 3, 4])))
    return (syllables + generator.choice(ENDS)).title() + generator.choice(WORDS)


def main():
    generator = random.Random(1)
    with open(sys.argv[1]) as file:
        regencies = [row[0] for row in csv.reader(file) if "." in row[0]]
    districts = [f"{regencies[number % len(regencies)]}.{number // len(regencies) + 1:02}" for number in range(DISTRICTS)]
    for code in districts:
        print(f"{code},{name(generator)}")
    for number in range(VILLAGES):
        print(f"{districts[number % DISTRICTS]}.{2001 + number // DISTRICTS},{name(generator)}")


if __name__ == "__main__":
    main()
