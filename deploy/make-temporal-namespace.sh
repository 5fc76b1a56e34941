#!/bin/sh
# Makes the namespace in which runs are kept for 30 days.
set -eu
until temporal operator cluster health; do sleep 1; done
temporal operator namespace describe --namespace default ||
  temporal operator namespace create --namespace default --retention 720h
