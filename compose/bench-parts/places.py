#!/usr/bin/python3
"""Prints as many kecamatan and villages as the country has, with made-up names, as code,name lines:
   places.py REGIONS    the shipped file of provinces, kabupaten and kota"""
import csv
import random
import sys

DISTRICTS, VILLAGES = 7285, 83762
STARTS = ["Suka", "Sumber", "Tanjung ", "Karang", "Mekar", "Kota ", "Bangun", "Way ", "Lubuk ", "Sido", "Rejo", "Batu "]
ENDS = ["maju", "rejo", "sari", "mulyo", "jaya", "raya", "lor", "kidul", "agung", "harjo", "pura", "wangi", "tani", "baru"]


def name(generator):
    return (generator.choice(STARTS) + generator.choice(ENDS) + generator.choice(["", "", " " + generator.choice(ENDS)])).title()


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
